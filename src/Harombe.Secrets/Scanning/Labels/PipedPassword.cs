using System.Buffers;
using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>
/// What a line of a shell writes to the standard input of a program that reads a password or token there: <c>echo '…' | sudo -S</c>, <c>printf '%s' … | docker login
/// --password-stdin</c>, <c>chpasswd &lt;&lt;&lt; 'ada:…'</c>.
/// </summary>
internal sealed class PipedPassword : ISecretFormat
{
    /// <summary>How far the program may stand from what is written.</summary>
    public const int Reach = 400;

    private const int Shortest = 5;

    private static readonly SearchValues<string> Readers = SearchValues.Create(
        ["chpasswd", "sudo -S", "-stdin", "--with-token", "cryptsetup", "kinit", "--passphrase-fd 0", "pass:stdin", "gpg --batch", "su -", "secret put", "passwd", "smbpasswd", "vncpasswd", "pass insert", "login --token", "secrets set", "secret create", "secret set"],
        StringComparison.Ordinal);

    private static readonly SearchValues<char> End = SearchValues.Create(" \t\r\n|;&<>");

    public string Kind => Kinds.Piped;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact("echo ", "printf ", "<<< ", "<<<\"", "<<<'");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        if (!Boundary.Before(text, at))
        {
            return;
        }

        var isHere = text[at] == '<';
        var reader = isHere ? text[LineStart.Of(text, at)..at] : Behind(Line(text[at..Math.Min(text.Length, at + Reach)]));
        if (isHere || reader.ContainsAny(Readers))
        {
            Written(text, at + (text[at + anchorLength - 1] is '"' or '\'' ? anchorLength - 1 : anchorLength), text[at] == 'p', reader.ContainsAny(Readers), ref sink);
        }
    }

    private static ReadOnlySpan<char> Line(ReadOnlySpan<char> text) => text.IndexOf('\n') is >= 0 and var end ? text[..end] : text;

    /// <summary>What follows the pipe, outside of quotes.</summary>
    private static ReadOnlySpan<char> Behind(ReadOnlySpan<char> line)
    {
        if (!line.Contains('|'))
        {
            return [];
        }

        var quote = default(char);
        for (var at = 0; at < line.Length; at++)
        {
            if (quote == default && line[at] == '|')
            {
                return line[at..];
            }

            quote = line[at] is '"' or '\'' ? quote == default ? line[at] : quote == line[at] ? default : quote : quote;
        }

        return [];
    }

    private void Written(ReadOnlySpan<char> text, int at, bool isFormatted, bool isRead, ref FindingSink sink)
    {
        for (var (words, format) = (0, isFormatted); words < 4; words++)
        {
            at += text[at..].IndexOfAnyExcept(' ') is > 0 and var spaces ? spaces : 0;
            if (at >= text.Length || End.Contains(text[at]))
            {
                return;
            }

            var quote = text[at] is '"' or '\'' ? text[at] : default;
            var start = quote == default ? at : at + 1;
            var rest = text[start..];
            var end = quote == default ? rest.IndexOfAny(End) : rest.IndexOfAny(quote, '\n');
            if (quote != default && (end < 0 || rest[end] != quote))
            {
                return;
            }

            var length = end < 0 ? rest.Length : end;
            at = start + length + (quote == default ? 0 : 1);
            var word = text.Slice(start, length);
            if (word.StartsWith("-") && length <= 3)
            {
                continue;
            }

            if (format && word.StartsWith("%"))
            {
                format = false;
                continue;
            }

            // ada:…, and what ends the line in it.
            var colon = word.IndexOf(':') + 1;
            word = word[colon..].TrimEnd("\\n");
            if (IsSecret(text, start + colon, word) && (isRead || PasswordLook.Is(word, isPointedAt: true)))
            {
                sink.Add(Kind, start + colon, word.Length);
            }

            return;
        }
    }

    private static bool IsSecret(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> value) =>
        value.Length >= Shortest && value[0] is not ('$' or '%' or '(' or '<' or '*') && !value.Contains(' ') && !NotAValue.Is(text, new Assignment(start, start, start, value.Length, '"', ' ')) && !Examples.Are(value)
        && !OwnPlaceholder.Is(value) && !value.Equals("password", StringComparison.OrdinalIgnoreCase);
}
