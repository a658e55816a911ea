using System.Buffers;
using Harombe.Secrets.Scanning.Formats;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>The password that a known program takes at a fixed place among its arguments: <c>rabbitmqctl add_user ada …</c>, <c>mc alias set name url key …</c>.</summary>
internal sealed class PositionalPassword : ISecretFormat
{
    private const int Reach = 300;
    private const int Shortest = 5;

    private static readonly SearchValues<char> End = SearchValues.Create(" \t\r\n;|&");

    /// <summary>The words of the program, and which of the arguments behind them is the password; options don't count.</summary>
    private static readonly (string Program, int Place)[] Programs =
    [
        ("rabbitmqctl add_user ", 1), ("rabbitmqctl change_password ", 1), ("rabbitmqctl authenticate_user ", 1), ("mc alias set ", 3), ("mc config host add ", 3), ("mc admin user add ", 2),
        ("net user ", 1), ("net use ", 1), ("net use ", 2), ("poetry config http-basic", 1), ("poetry config pypi-token", 0), ("wpa_passphrase ", 1), ("htpasswd -b", 2), ("htpasswd -c", 2), ("htpasswd -B", 2), ("htpasswd -nb", 1), ("htpasswd -bn", 1), ("htpasswd -Bbn", 1), ("mosquitto_passwd -b ", 2), ("aws configure set aws_secret_access_key ", 0),
        ("aws configure set aws_session_token ", 0), ("aws configure set aws_access_key_id ", 0), ("rclone obscure ", 0), ("importprivkey ", 0), ("vault operator unseal ", 0), ("vault login ", 0), ("ansible-vault encrypt_string ", 0),
        ("AUTH default ", 0), ("npm config set _authToken ", 0), ("npm config set _auth ", 0), ("snyk auth ", 0), ("gcloud sql users set-password ", 1), ("ejabberdctl register ", 2), ("prosodyctl register ", 2), ("ejabberdctl change_password ", 2),
        ("pveum passwd ", 1), ("cargo login ", 0), ("ngrok authtoken ", 0), ("ngrok config add-authtoken ", 0),
    ];

    public string Kind => Kinds.OnCommandLine;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase([.. Programs.Select(program => program.Program).Distinct()]);

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var end = at + anchorLength;
        foreach (var (program, place) in Programs)
        {
            if (program.Length == anchorLength && text[at..].StartsWith(program, StringComparison.OrdinalIgnoreCase) && Boundary.Before(text, at)
                && TryArgument(text[..Math.Min(text.Length, end + Reach)], end, program, place, out var start, out var length) && IsSecret(text, start, length))
            {
                sink.Add(Kind, start, length);
            }
        }
    }

    private static bool TryArgument(ReadOnlySpan<char> text, int at, string program, int place, out int start, out int length)
    {
        (start, length) = (at, 0);
        if (program[^1] != ' ')
        {
            // The rest of the options that were written together: -bB.
            at += Math.Max(0, text[at..].IndexOf(' '));
        }

        while (true)
        {
            while (at < text.Length && text[at] == ' ')
            {
                at++;
            }

            if (at >= text.Length || End.Contains(text[at]))
            {
                return false;
            }

            var quote = text[at] is '"' or '\'' ? text[at] : default;
            start = quote == default ? at : at + 1;
            var rest = text[start..];
            var end = quote == default ? rest.IndexOfAny(End) : rest.IndexOfAny(quote, '\n');
            if (quote != default && (end < 0 || rest[end] != quote))
            {
                return false;
            }

            length = end < 0 ? rest.Length : end;
            at = start + length + (quote == default ? 0 : 1);
            if (quote == default && length > 0 && (text[start] == '-' || (text[start] == '/' && program.StartsWith("net ", StringComparison.Ordinal))))
            {
                continue;
            }

            if (place-- == 0)
            {
                return true;
            }
        }
    }

    private static bool IsSecret(ReadOnlySpan<char> text, int start, int length)
    {
        var value = text.Slice(start, length);
        return length >= Shortest && value[0] is not ('-' or '\\' or '$' or '%' or '*' or '(' or '<') && !NotAValue.Is(text, new Assignment(start, start, start, length, '"', ' ')) && !Examples.Are(value) && !OwnPlaceholder.Is(value)
            && !value.Equals("password", StringComparison.OrdinalIgnoreCase);
    }
}
