using System.Buffers;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>
/// Lines of the files in which systems keep accounts: <c>.pgpass</c> (PostgreSQL, "The Password File"), and <c>/etc/shadow</c> and <c>.htpasswd</c> (crypt(5)), where the hash
/// stands behind the name that it belongs to. A hash alone is none: databases and documents are full of them.
/// </summary>
internal sealed class AccountFiles : ISecretFormat
{
    private const int Longest = 160;
    private const int ShortestHash = 20;

    private static readonly SearchValues<char> NotOfNames = SearchValues.Create(" =\"'{(/");
    private static readonly SearchValues<char> HashEnd = SearchValues.Create(": \t\r\n\"'");

    private static readonly SearchValues<char> PasswordEnd = SearchValues.Create(" \t\r\n");

    public string Kind => "password in a file of accounts";

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact(":$1$", ":$2a$", ":$2b$", ":$2y$", ":$5$", ":$6$", ":$y$", ":$apr1$", ":{SHA}", ":5432:", ":*:*:", "\" * \"", " * \"", ": PSK \"", ": XAUTH \"", ": EAP \"");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var line = LineStart.Of(text, at);
        if (text[at + anchorLength - 1] == '"')
        {
            Chap(text, line, at, at + anchorLength, ref sink);
            return;
        }

        var name = text[line..at].TrimStart(" \t\"'");
        if (name.Length is 0 or > 80 || name.ContainsAny(NotOfNames))
        {
            return;
        }

        var start = at + 1;
        var rest = text[start..Math.Min(text.Length, start + Longest)];
        if (text[start] is '$' or '{')
        {
            var end = rest.IndexOfAny(HashEnd);
            var hash = end < 0 ? rest : rest[..end];
            if (hash.Length >= ShortestHash && !Examples.Are(hash))
            {
                sink.Add(Kind, start, hash.Length);
            }

            return;
        }

        Pgpass(rest, start, ref sink);
    }

    /// <summary><c>"client" * "secret" *</c> (pppd(8), "chap-secrets").</summary>
    private void Chap(ReadOnlySpan<char> text, int line, int at, int start, ref FindingSink sink)
    {
        var rest = text[start..Math.Min(text.Length, start + Longest)];
        var end = rest.IndexOfAny('"', '\n');
        var name = text[line..at].Trim("\" ");
        if (end >= 4 && rest[end] == '"' && !rest[..end].Contains(' ') && (text[at] == ':' || (name.Length > 0 && !name.ContainsAny(NotOfNames))) && !Examples.Are(rest[..end]))
        {
            sink.Add(Kind, start, end);
        }
    }

    private static void Pgpass(ReadOnlySpan<char> rest, int start, ref FindingSink sink)
    {
        // Of host:port:database:user:password, the port and what follows it.
        var fields = 0;
        for (var at = 0; at < rest.Length; at++)
        {
            if (rest[at] is ' ' or '\t' or '\r' or '\n' or '/' or '"' or '@')
            {
                return;
            }

            if (rest[at] == ':' && ++fields == 3)
            {
                var password = rest[(at + 1)..];
                var end = password.IndexOfAny(PasswordEnd);
                password = end < 0 ? password : password[..end];
                if (password.Length >= 4 && !Examples.Are(password) && password[0] is not ('$' or '{' or '<' or '*') && !password.Equals("password", StringComparison.OrdinalIgnoreCase))
                {
                    sink.Add("password in a file of accounts", start + at + 1, password.Length);
                }

                return;
            }
        }
    }
}
