namespace Harombe.Agent.Chat;

/// <summary>How far a text that is still coming may be judged: up to its last word, quoted value or private key that has not ended.</summary>
internal static class OpenEnd
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";
    private const int LongestLabel = 40;

    // A word longer than this goes out in parts; no format that we know comes near it without white space.
    private const int LongestWord = 8192;

    // A quoted value is known by its first 512 characters at the latest.
    private const int LongestQuoted = 520;

    /// <summary>The place before which nothing can become part of a secret any more.</summary>
    /// <param name="text">What has come.</param>
    /// <param name="from">Where to begin: what stands before was judged.</param>
    public static int Of(string text, int from)
    {
        var end = text.LastIndexOfAny([' ', '\n', '\t', '\r']) + 1;
        if (end <= from)
        {
            return text.Length - from < LongestWord ? from : text.Length;
        }

        // Judged by what stands before the end alone: what closes behind it would be cut off from what it closes. And again after each step back.
        for (var open = Open(text[..end], from, end); open < end; open = Open(text[..end], from, end))
        {
            // With the word that it is glued to, which may be a secret that runs into it.
            end = text.AsSpan(0, open).LastIndexOfAny(" \n\t\r") + 1;
            if (end <= from)
            {
                return from;
            }
        }

        return end;
    }

    private static int Open(string text, int from, int end) => Math.Min(Key(text, from, end), Quoted(text, from, end));

    private static int Key(string text, int from, int end)
    {
        for (var at = text.IndexOf(Begin, from, StringComparison.Ordinal); at >= 0 && at < end; at = text.IndexOf(Begin, at + 1, StringComparison.Ordinal))
        {
            if (IsOpenKey(text.AsSpan(at + Begin.Length)))
            {
                return at;
            }
        }

        return end;
    }

    private static bool IsOpenKey(ReadOnlySpan<char> rest)
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

    private static int Quoted(string text, int from, int end)
    {
        for (var at = text.AsSpan(from, end - from).IndexOfAny("\"'`"); at >= 0 && from + at < end;)
        {
            var quote = from + at;
            if (IsOpenQuote(text, quote))
            {
                return quote;
            }

            var next = text.AsSpan(quote + 1, end - quote - 1).IndexOfAny("\"'`");
            at = next < 0 ? -1 : quote + 1 + next - from;
        }

        return end;
    }

    // Only where a value may begin: after a sign that assigns, or white space.
    private static bool IsOpenQuote(string text, int quote)
    {
        if (quote == 0 || text[quote - 1] is not ('=' or ':' or '>' or ' ' or '\t' or '\\'))
        {
            return false;
        }

        var escaped = text[quote - 1] == '\\';
        for (var at = quote + 1; at < text.Length; at++)
        {
            if (text[at] == text[quote] || text[at] is '\r' or '\n' || at - quote > LongestQuoted)
            {
                return false;
            }

            if (text[at] == '\\')
            {
                if (escaped && at + 1 < text.Length && text[at + 1] == text[quote])
                {
                    return false;
                }

                at++;
            }
        }

        return true;
    }
}
