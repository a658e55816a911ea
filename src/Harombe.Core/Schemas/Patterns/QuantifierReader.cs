using System.Globalization;

namespace Harombe.Core.Schemas.Patterns;

/// <summary>The repetitions <c>* + ? {n} {n,} {n,m}</c>. A brace that is none of these is a literal, as browsers read it.</summary>
internal static class QuantifierReader
{
    private const int MaxDigits = 9;

    public static bool TryRead(PatternCursor cursor, out long least, out long? most)
    {
        (least, most) = (0, null);
        if (cursor.Take('*'))
            return true;
        if (cursor.Take('+'))
        {
            least = 1;
            return true;
        }

        if (cursor.Take('?'))
        {
            most = 1;
            return true;
        }

        return TryReadBraces(cursor, out least, out most);
    }

    public static string Write(long least, long? most) => (least, most) switch
    {
        (0, null) => "*",
        (1, null) => "+",
        (0, 1) => "?",
        (_, null) => string.Create(CultureInfo.InvariantCulture, $"{{{least},}}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{{{least},{most}}}"),
    };

    private static bool TryReadBraces(PatternCursor cursor, out long least, out long? most)
    {
        (least, most) = (0, null);
        var rest = cursor.Rest;
        var end = rest.IndexOf('}');
        if (end < 2 || rest[0] != '{')
            return false;
        var body = rest[1..end];
        var comma = body.IndexOf(',');
        if (!TryParse(comma < 0 ? body : body[..comma], out least))
            return false;
        if (comma < 0)
            most = least;
        else if (comma + 1 < body.Length)
        {
            if (!TryParse(body[(comma + 1)..], out var bound))
                return false;
            most = bound;
        }

        cursor.Advance(end + 1);
        return true;
    }

    // More digits than any limit allows are still a repetition, and a too large one.
    private static bool TryParse(ReadOnlySpan<char> digits, out long value)
    {
        value = long.MaxValue / 2;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return false;
        return digits.Length > MaxDigits || long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
