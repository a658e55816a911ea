using System.Buffers;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>
/// A value that its label calls secret: <c>DB_PASSWORD=…</c>, <c>"client_secret": "…"</c>, <c>--token …</c>. Labels are common words,
/// so the value must look random, and code that only mentions the word (<c>token = reader.Next()</c>) passes.
/// </summary>
internal sealed class LabelledValue : ISecretFormat
{
    private const int LongestGap = 12;
    private const int LongestValue = 512;

    private static readonly SearchValues<char> UnquotedEnd = SearchValues.Create(" \t\r\n\"'`,;<>()[]{}|");

    // Passwords are made by people and may be short; what is called key or token is made by machines and is not.
    private static readonly Anchor[] Passwords = Anchor.AnyCase("password", "passwd", "passphrase", "pwd");

    private static readonly Anchor[] Keys = Anchor.AnyCase(
        "secret", "token", "api_key", "apikey", "api-key", "access_key", "accesskey", "access-key", "secret_key", "secretkey", "secret-key",
        "private_key", "privatekey", "signing_key", "encryption_key", "account_key", "accountkey", "sharedaccesskey", "auth_key", "credential");

    public string Kind => "labelled secret";

    public IReadOnlyList<Anchor> Anchors { get; } = [.. Passwords, .. Keys];

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var isPassword = text[at] is 'p' or 'P' && text[at + 1] is 'a' or 'A' or 'w' or 'W';
        var value = at + anchorLength;
        if (!TrySkipToValue(text, ref value, isOption: at >= 2 && text[at - 1] == '-'))
        {
            return;
        }

        var quote = Quote(text, ref value);
        var length = quote == default ? UnquotedLength(text, value) : QuotedLength(text, value, quote);
        var body = text.Slice(value, length);
        var isCode = quote == default && value + length < text.Length && text[value + length] is '(' or '[';
        if (!isCode && RandomValue.Is(body, isPassword, isQuoted: quote != default) && !OwnPlaceholder.Is(body))
        {
            sink.Add(isPassword ? "labelled password" : Kind, value, length);
        }
    }

    /// <summary>Past the label's closing quote, spaces, and one of <c>= : := =&gt; &gt;</c>; an option's value may follow a space alone.</summary>
    private static bool TrySkipToValue(ReadOnlySpan<char> text, ref int at, bool isOption)
    {
        var end = Math.Min(text.Length, at + LongestGap);
        var (start, seen) = (at, false);
        for (; at < end; at++)
        {
            switch (text[at])
            {
                case '=' or ':' or '>':
                    seen = true;
                    break;
                case ' ' or '\t':
                    break;
                case '"' or '\'' or '\\' when !seen:
                    break;
                default:
                    return seen || (isOption && at > start && text[at - 1] == ' ');
            }
        }

        return false;
    }

    /// <summary>Past an opening quote, escaped or not.</summary>
    private static char Quote(ReadOnlySpan<char> text, ref int at)
    {
        var open = at;
        while (open < text.Length && text[open] == '\\' && open - at < 4)
        {
            open++;
        }

        if (open == text.Length || text[open] is not ('"' or '\'' or '`'))
        {
            return default;
        }

        at = open + 1;
        return text[open];
    }

    private static int QuotedLength(ReadOnlySpan<char> text, int from, char quote)
    {
        var escaped = from >= 2 && text[from - 2] == '\\';
        var rest = text.Slice(from, Math.Min(LongestValue, text.Length - from));
        for (var at = 0; at < rest.Length; at++)
        {
            if (rest[at] == quote)
            {
                return at;
            }

            if (rest[at] is '\r' or '\n')
            {
                return 0;
            }

            if (rest[at] == '\\')
            {
                // Inside escaped quotes the closing one is escaped too; inside plain ones an escaped quote is part of the value.
                if (escaped && at + 1 < rest.Length && rest[at + 1] == quote)
                {
                    return at;
                }

                at++;
            }
        }

        return rest.Length;
    }

    private static int UnquotedLength(ReadOnlySpan<char> text, int from)
    {
        var rest = text.Slice(from, Math.Min(LongestValue, text.Length - from));
        var end = rest.IndexOfAny(UnquotedEnd);
        return end < 0 ? rest.Length : end;
    }
}
