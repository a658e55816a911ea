using System.Collections.Frozen;

namespace Harombe.Policy.Provenance.Text;

/// <summary>The one form in which two URLs are compared.</summary>
internal static class UrlForms
{
    private static readonly char[] PathStarts = ['/', '?', '#'];

    /// <summary>Without scheme, user and trailing marks; null where it is no address: a file's name, a number with a point in it, two sentences.</summary>
    public static string? Canonical(string url, FrozenSet<string> fileEndings)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var rest = (scheme >= 0 ? url[(scheme + 3)..] : url).TrimEnd('.', ':', '!', '?', '/', '*', '_');
        // What stands before an @ in the authority only pretends to be the host.
        var authority = rest.IndexOfAny(PathStarts) is >= 0 and var end ? end : rest.Length;
        if (authority > 0 && rest.LastIndexOf('@', authority - 1) is >= 0 and var at)
        {
            rest = rest[(at + 1)..];
        }

        var host = rest.Split('/', '?', '#', ':')[0];
        if (host.Length == rest.Length && HostNames.WithoutGluedWord(host) is { } real)
        {
            rest = host = real;
        }

        return HostNames.IsHost(host) && (scheme >= 0 || Stands(host, host.Length == rest.Length, fileEndings)) ? rest : null;
    }

    private static bool Stands(string host, bool bare, FrozenSet<string> fileEndings)
    {
        var last = host[(host.LastIndexOf('.') + 1)..];
        return host.StartsWith("www.", StringComparison.Ordinal)
            || (char.IsAsciiDigit(last[0]) ? HostNames.IsAddress(host) : !fileEndings.Contains(last) && (!bare || HostNames.IsLikely(host)));
    }
}
