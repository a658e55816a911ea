using System.Buffers;

namespace Harombe.Secrets.Scanning.Decoding;

/// <summary>Undoes percent encoding and the escapes of JSON and its relatives, keeping count of where each character came from.</summary>
internal static class Escapes
{
    /// <summary>What an escape begins with.</summary>
    public static readonly SearchValues<char> Marks = SearchValues.Create("%\\&");

    /// <summary>Whether an escape stands here that hides a character of which secrets are made. Line ends and quotes hide none.</summary>
    public static bool Hides(ReadOnlySpan<char> text, int at) => Length(text, at, out var c) > 0 && c is > ' ' and < (char)127 and not ('"' or '\'' or '\\');

    /// <summary>
    /// Writes the text without its escapes to <paramref name="plain"/>, and for each character, and the end, its place to
    /// <paramref name="places"/>, which is one longer. Returns the number of characters.
    /// </summary>
    public static int Undo(ReadOnlySpan<char> text, Span<char> plain, Span<int> places)
    {
        var count = 0;
        for (var at = 0; at < text.Length;)
        {
            places[count] = at;
            var length = Length(text, at, out var c);
            plain[count++] = length > 0 ? c : text[at];
            at += Math.Max(1, length);
        }

        places[count] = text.Length;
        return count;
    }

    private static int Length(ReadOnlySpan<char> text, int at, out char c)
    {
        c = default;
        if (text[at] == '%')
        {
            return Digits(text, at + 1, 2, out c) ? 3 : 0;
        }

        if (text[at] == '&')
        {
            return Entity(text, at, out c);
        }

        if (text[at] != '\\' || at + 1 >= text.Length)
        {
            return 0;
        }

        switch (text[at + 1])
        {
            case 'u' when at + 2 < text.Length && text[at + 2] == '{':
                return Braced(text, at, out c);
            case 'u':
                return Digits(text, at + 2, 4, out c) ? 6 : 0;
            case 'x':
                return Digits(text, at + 2, 2, out c) ? 4 : 0;
            case '/' or '"' or '\'' or '\\':
                c = text[at + 1];
                return 2;
            case 'n' or 'r' or 't':
                c = ' ';
                return 2;
            default:
                return 0;
        }
    }

    private static int Braced(ReadOnlySpan<char> text, int at, out char c)
    {
        c = default;
        var near = text[(at + 3)..Math.Min(text.Length, at + 10)];
        var close = near.IndexOf('}');
        return close is > 0 and <= 4 && Digits(near, 0, close, out c) ? close + 4 : 0;
    }

    /// <summary><c>&amp;#103;</c>, <c>&amp;#x67;</c>.</summary>
    private static int Entity(ReadOnlySpan<char> text, int at, out char c)
    {
        c = default;
        var near = text[at..Math.Min(text.Length, at + 9)];
        if (near.Length < 4 || near[1] != '#' || near.IndexOf(';') is not (>= 3 and var end))
        {
            return 0;
        }

        if (near[2] is 'x' or 'X')
        {
            return end - 3 is >= 1 and <= 4 && Digits(near, 3, end - 3, out c) ? end + 1 : 0;
        }

        var value = 0;
        foreach (var digit in near[2..end])
        {
            if (!char.IsAsciiDigit(digit))
            {
                return 0;
            }

            value = (value * 10) + digit - '0';
        }

        c = (char)value;
        return value <= char.MaxValue ? end + 1 : 0;
    }

    private static bool Digits(ReadOnlySpan<char> text, int at, int count, out char c)
    {
        c = default;
        if (at + count > text.Length)
        {
            return false;
        }

        var value = 0;
        foreach (var digit in text.Slice(at, count))
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }

            value = (value << 4) | (char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        c = (char)value;
        return true;
    }
}
