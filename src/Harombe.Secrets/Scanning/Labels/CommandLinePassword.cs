using System.Buffers;
using Harombe.Secrets.Scanning.Formats;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>The password that a known program is given by a short option: <c>curl -u user:…</c>, <c>sshpass -p …</c>, and the fields of a .netrc file.</summary>
internal sealed class CommandLinePassword : ISecretFormat
{
    private const int Reach = 300;
    private const int Shortest = 5;

    private static readonly SearchValues<char> End = SearchValues.Create(" \t\r\n\"'`;|&");

    /// <summary>The program, its option, and whether a user and a colon come before the password.</summary>
    private static readonly (string Program, string Option, bool IsPair)[] Programs =
    [
        ("curl ", " -u ", true), ("curl ", " --user ", true), ("curl ", " -U ", true), ("curl ", " --proxy-user ", true),
        ("psexec", " -p ", false), ("sshpass ", " -p", false), ("docker login", " -p ", false), ("ldapsearch ", " -w ", false), ("ldapmodify ", " -w ", false), ("mysql ", " -p", false),
        ("mysqldump ", " -p", false), ("smbclient ", "%", false), ("htpasswd ", " -b ", false), ("redis-cli ", " -a ", false), ("unzip ", " -P ", false), ("zip ", " -P ", false), ("7z ", " -p", false), ("rootpw ", " --plaintext ", false), ("mongosh ", " -p ", false), ("mongo ", " -p ", false), ("mongodump ", " -p ", false),
        ("mongorestore ", " -p ", false), ("az sql ", " -p ", false), ("http ", " -a ", true), ("https ", " -a ", true), ("schtasks ", " /rp ", false), ("sqlcmd ", " -P ", false), ("bcp ", " -P ", false),
        ("convertto-securestring ", " -Force ", false), ("convertto-securestring ", " -String ", false), ("convertto-securestring ", " ", false), ("wget ", " --password=", false), ("curl ", " --pass ", false), ("openssl ", " pass:", false), ("net use ", " /user:", false),
        ("machine ", " password ", false),
    ];

    public string Kind => Kinds.OnCommandLine;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase([.. Programs.Select(program => program.Program).Distinct()]);

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        if (!Boundary.Before(text, at))
        {
            return;
        }

        var line = text[at..Math.Min(text.Length, at + Reach)];
        foreach (var (program, option, isPair) in Programs)
        {
            if (program.Length != anchorLength || !line.StartsWith(program, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var found = line[(anchorLength - 1)..].IndexOf(option);
            if (found < 0)
            {
                continue;
            }

            Value(text, at + anchorLength - 1 + found + option.Length, isPair, ref sink);
        }
    }

    private static void Value(ReadOnlySpan<char> text, int start, bool isPair, ref FindingSink sink)
    {
        while (start < text.Length && text[start] is '"' or '\'' or ' ' or '=' or '\\')
        {
            start++;
        }

        var rest = text[start..];
        var end = rest.IndexOfAny(End);
        var value = end < 0 ? rest : rest[..end];
        if (isPair)
        {
            var colon = value.IndexOf(':');
            start += colon + 1;
            value = colon < 0 ? [] : value[(colon + 1)..];
        }

        var assignment = new Assignment(start, start, start, value.Length, '"', ' ');
        if (value.Length >= Shortest && value[0] is not ('-' or '%' or '$' or '(') && !Usual(value) && !NotAValue.Is(text, assignment) && (char.IsAsciiDigit(value[0]) || !Examples.Are(value)) && !OwnPlaceholder.Is(value))
        {
            sink.Add(Kinds.OnCommandLine, start, value.Length);
        }
    }

    private static bool Usual(ReadOnlySpan<char> value) =>
        value.Equals("password", StringComparison.OrdinalIgnoreCase) || value.Equals("passwd", StringComparison.OrdinalIgnoreCase) || value.Equals("secret", StringComparison.OrdinalIgnoreCase) || value.Equals("token", StringComparison.OrdinalIgnoreCase);
}
