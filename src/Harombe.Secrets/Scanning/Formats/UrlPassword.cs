using System.Buffers;
using System.Collections.Frozen;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>The password in <c>scheme://user:password@host</c>, connection strings of databases among them. The user may be seen.</summary>
internal sealed class UrlPassword : ISecretFormat
{
    private const int Reach = 512;
    private const int Shortest = 4;
    private const int ShortestToken = 20;

    private static readonly SearchValues<char> AuthorityEnd = SearchValues.Create(" \t\r\n\"'<>`/?#\\|");
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Usual = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "password", "passwd", "guest", "pass", "pwd", "user", "username", "token", "mypass", "mypassword", "xxxx", "xxxxx")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public string Kind => "password in a URL";

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact("://");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var start = at + anchorLength;
        var rest = text.Slice(start, Math.Min(Reach, text.Length - start));
        var end = rest.IndexOfAny(AuthorityEnd);
        // The last @ counts: a password may hold one, a host may not.
        var userInfo = (end < 0 ? rest : rest[..end]).LastIndexOf('@');
        var colon = userInfo < 0 ? -1 : rest[..userInfo].IndexOf(':');
        if (colon < 0 && userInfo >= ShortestToken && !IsPublic(rest[userInfo..]) && at > 0 && MachineValue.Is(rest[..userInfo], ShortestToken) && !Examples.Are(rest[..userInfo]) && !OwnPlaceholder.Is(rest[..userInfo]))
        {
            // https://token@host: who has no name but a token.
            sink.Add(Kind, start, userInfo);
            return;
        }

        if (colon < 0 || at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]))
        {
            return;
        }

        var password = rest[(colon + 1)..userInfo];
        if (password.Length >= Shortest && !Usual.Contains(password) && password[0] is not ('$' or '{' or '[') && !Examples.Are(password)
            && !OwnPlaceholder.Is(password))
        {
            sink.Add(Kind, start + colon + 1, password.Length);
        }
    }

    /// <summary>The DSN of Sentry names a key that its documents call public.</summary>
    private static bool IsPublic(ReadOnlySpan<char> host) => host.StartsWith("@sentry.") || (host.IndexOf('/') is > 0 and var end && host[..end].Contains(".sentry.", StringComparison.Ordinal));
}
