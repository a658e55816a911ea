using System.Buffers;
using Harombe.Secrets.Scanning.Formats;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>
/// Passwords, keys and communities in the configuration of switches and routers: <c>enable secret 5 …</c>, <c>snmp-server community …</c>, <c>key 7 …</c>. From Cisco's command
/// references ("enable password", "snmp-server community", "key"). A digit before the value tells how it is written, not what it is.
/// </summary>
internal sealed class DeviceConfiguration : ISecretFormat
{
    private const int Shortest = 5;
    private const int Longest = 128;

    private static readonly SearchValues<char> End = SearchValues.Create(" \t\r\n\"'`,;<>");

    public string Kind => "secret of a network device";

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact(
        "enable password ", "enable secret ", "snmp-server community ", "pac key ", "tacacs-server key ", "radius-server key ", "tacacs-server host ", "server-private ", "set psksecret ", "set passwd ", "set password ", "set secret ", "option key ", "radius-server host ", "server-private key ", "key-string ", "pre-shared-key ", "isakmp key ", "crypto isakmp key ", " on >", "requirepass ", "masterauth ",
        " password 7 ", " password 0 ", " secret 0 ", " key 0 ", " secret 5 ", " secret 8 ", " secret 9 ", " key 7 ", "authentication-key ", "md5 7 ", " auth sha ", " auth md5 ", " priv aes 128 ", " priv aes 256 ", " priv des ");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var line = text[LineStart.Of(text, at)..at].TrimStart();
        if (line.StartsWith("!") || line.StartsWith("no ") || (line.Length > 0 && text[at] != ' '))
        {
            return;
        }

        var start = at + anchorLength;
        if (text.Slice(at, anchorLength) is "tacacs-server host " or "radius-server host " or "server-private ")
        {
            // … host 10.0.0.9 key …
            var behind = text[start..Math.Min(text.Length, start + Longest)];
            var key = behind.IndexOf(" key ");
            if (key < 0 || behind[..key].Contains('\n'))
            {
                return;
            }

            start += key + " key ".Length;
        }

        if (text[start..].StartsWith("level "))
        {
            start += "level ".Length + text[(start + "level ".Length)..].IndexOf(' ') + 1;
        }

        start += start < text.Length && text[start] is '"' or '\'' ? 1 : 0;
        start += start + 1 < text.Length && char.IsAsciiDigit(text[start]) && text[start + 1] == ' ' ? 2 : 0;
        var rest = text[start..Math.Min(text.Length, start + Longest)];
        var end = rest.IndexOfAny(End);
        var value = end < 0 ? rest : rest[..end];
        if (value.Length >= Shortest && (value.ContainsAnyInRange('0', '9') || value.ContainsAnyInRange('A', 'Z') || value.Count('-') >= 2) && value[0] is not ('$' or '{' or '[') | (value.StartsWith("$1$") || value.StartsWith("$8$") || value.StartsWith("$9$")) && !Examples.Are(value) && !OwnPlaceholder.Is(value))
        {
            sink.Add(Kind, start, value.Length);
        }
    }
}
