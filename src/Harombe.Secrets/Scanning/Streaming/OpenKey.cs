namespace Harombe.Secrets.Scanning.Streaming;

/// <summary>Where a private key has begun that has not ended.</summary>
internal static class OpenKey
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";
    private const int LongestLabel = 40;

    public static int Of(ReadOnlySpan<char> text, int from)
    {
        for (var at = from; text[at..].IndexOf(Begin) is >= 0 and var next; at++)
        {
            at += next;
            if (IsOpen(text[(at + Begin.Length)..]))
            {
                return at;
            }
        }

        return text.Length;
    }

    private static bool IsOpen(ReadOnlySpan<char> rest)
    {
        var label = rest[..Math.Min(rest.Length, LongestLabel)].IndexOf(Dashes);
        if (label < 0)
        {
            return rest.Length < LongestLabel;
        }

        if (!rest[..label].Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return false;
        }

        var body = rest[(label + Dashes.Length)..];
        var next = body.IndexOf(Begin);
        body = next < 0 ? body : body[..next];
        var end = body.IndexOf(End);
        if (end < 0)
        {
            return next < 0;
        }

        var closing = body[(end + End.Length)..];
        return next < 0 && closing.Length < LongestLabel && closing.IndexOf(Dashes) < 0;
    }
}
