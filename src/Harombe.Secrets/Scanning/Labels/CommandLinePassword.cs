using System.Buffers;
using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>The password that a known program is given by a short option: <c>curl -u user:…</c>, <c>sshpass -p …</c>, and the fields of a .netrc file.</summary>
internal sealed class CommandLinePassword : ISecretFormat
{
    private const int Reach = 300;
    private const int Shortest = 5;
    private const int LeastKey = 20;

    private static readonly SearchValues<char> End = SearchValues.Create(" \t\r\n\"'`;|&");

    /// <summary>The program, its option, and whether a user and a colon come before the password.</summary>
    private static readonly (string Program, string Option, bool IsPair)[] Programs =
    [
        ("curl ", " -u ", true), ("curl ", " --user ", true), ("curl ", " -U ", true), ("curl ", " --proxy-user ", true),
        ("psexec", " -p ", false), ("sshpass ", " -p", false), ("docker login", " -p ", false), ("ldapsearch ", " -w ", false), ("ldapmodify ", " -w ", false), ("mysql ", " -p", false),
        ("mysqldump ", " -p", false), ("smbclient ", "%", false), ("htpasswd ", " -b ", false), ("redis-cli ", " -a ", false), ("unzip ", " -P ", false), ("zip ", " -P ", false), ("7z ", " -p", false), ("rootpw ", " --plaintext ", false), ("mongosh ", " -p ", false), ("mongo ", " -p ", false), ("mongodump ", " -p ", false),
        ("mongorestore ", " -p ", false), ("az sql ", " -p ", false), ("http ", " -a ", true), ("https ", " -a ", true), ("schtasks ", " /rp ", false), ("sqlcmd ", " -P ", false), ("bcp ", " -P ", false),
        ("convertto-securestring ", " -Force ", false), ("convertto-securestring ", " -String ", false), ("convertto-securestring ", " -AsPlainText ", false), ("convertto-securestring ", " ", false), ("wget ", " --password=", false), ("curl ", " --pass ", false), ("openssl ", " pass:", false),
        ("machine ", " password ", false), ("snmp", " -A ", false), ("snmp", " -X ", false), ("ipmitool ", " -P ", false), ("mosquitto_pub ", " -P ", false), ("mosquitto_sub ", " -P ", false), ("keytool ", "pass ", false),
        ("jarsigner ", "pass ", false), ("plink ", " -pw ", false), ("pscp ", " -pw ", false), ("psftp ", " -pw ", false), ("xfreerdp ", " /p:", false), ("rdesktop ", " -p ", false), ("cqlsh ", " -p ", false), ("db2 connect ", " using ", false),
        ("az login ", " -p ", false), ("podman login ", " -p ", false), ("registry login ", " -p ", false), ("oc login ", " -p ", false), ("skopeo ", "-creds ", true), ("skopeo ", "-creds=", true), ("influx ", " -password ", false), ("etcdctl ", " --user", true),
        ("rpcclient ", "%", false), ("smbmap ", " -p ", false), ("evil-winrm ", " -p ", false), ("rar ", " -hp", false), ("rar ", " -p", false), ("pdftk ", "_pw ", false), ("openssl ", " -k ", false), ("ssh-keygen ", " -N ", false),
        ("mysqladmin ", " password ", false), ("mysqladmin ", " -p", false), ("nmcli ", " password ", false), ("ldappasswd ", " -s ", false), ("ldappasswd ", " -w ", false), ("ldapadd ", " -w ", false), ("ldapdelete ", " -w ", false), ("gh secret set ", " -b ", false), ("gh secret set ", " --body ", false), ("lftp ", " -u ", true),
        ("wget ", " --http-password=", false), ("wmic ", " /password:", false), ("cmdkey ", " /pass:", false), ("consul ", " -encrypt", false), ("runas ", " /password:", false), ("gpg ", " --passphrase ", false), ("useradd ", " -p ", false), ("usermod ", " -p ", false), ("nxc ", " -p ", false), ("crackmapexec ", " -p ", false),
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
            var colon = value.IndexOfAny(':', ',');
            start += colon + 1;
            if (colon >= 0 && colon == value.Length - 1 && MachineValue.Is(value[..colon], LeastKey))
            {
                // curl -u key: … the user is the key.
                sink.Add(Kinds.OnCommandLine, start - colon - 1, colon);
                return;
            }

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
