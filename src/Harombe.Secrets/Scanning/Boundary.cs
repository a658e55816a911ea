namespace Harombe.Secrets.Scanning;

/// <summary>Whether a token may begin at a place: not in the middle of a longer word.</summary>
internal static class Boundary
{
    public static bool Before(ReadOnlySpan<char> text, int at)
    {
        if (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]))
        {
            return true;
        }

        // The letter before may be the end of an escape: \n, %20, \u0022. Seen as part of the word, it would hide the token behind it.
        return Escape(text, at, "\\", 1) || Escape(text, at, "%", 2) || Escape(text, at, "\\u", 4) || Escape(text, at, "\\x", 2);
    }

    private static bool Escape(ReadOnlySpan<char> text, int at, string mark, int digits)
    {
        var from = at - digits - mark.Length;
        if (from < 0 || !text[from..].StartsWith(mark))
        {
            return false;
        }

        foreach (var c in text.Slice(at - digits, digits))
        {
            if (digits == 1 ? c is not ('n' or 'r' or 't' or 'b' or 'f') : !char.IsAsciiHexDigit(c))
            {
                return false;
            }
        }

        return true;
    }
}
