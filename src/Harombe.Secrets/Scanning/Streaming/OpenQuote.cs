namespace Harombe.Secrets.Scanning.Streaming;

/// <summary>Where a quoted value has begun that has not ended.</summary>
internal static class OpenQuote
{
    // As far as a value is read for its end.
    private const int Longest = 1030;

    public static int Of(ReadOnlySpan<char> text, int from)
    {
        for (var at = from; at < text.Length && text[at..].IndexOfAny('"', '\'', '`') is >= 0 and var next; at++)
        {
            at += next;
            if (MayOpen(text, at) && IsOpen(text, at))
            {
                return at;
            }
        }

        return text.Length;
    }

    /// <summary>Not the one in the middle of a word: it's. A single letter before it may be the prefix of a string.</summary>
    private static bool MayOpen(ReadOnlySpan<char> text, int quote) =>
        quote > 0 && (!char.IsLetterOrDigit(text[quote - 1]) || quote == 1 || !char.IsLetterOrDigit(text[quote - 2]));

    private static bool IsOpen(ReadOnlySpan<char> text, int quote)
    {
        var escaped = text[quote - 1] == '\\';
        for (var at = quote + 1; at < text.Length; at++)
        {
            if (text[at] == text[quote] || text[at] is '\r' or '\n' || at - quote > Longest)
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
