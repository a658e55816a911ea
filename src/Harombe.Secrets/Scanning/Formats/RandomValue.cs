using System.Buffers;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>Whether a labelled value looks like a secret rather than like a word, a path, a reference or a piece of code.</summary>
internal static class RandomValue
{
    private const int ShortestPassword = 8;
    private const int ShortestKey = 16;
    private const int UuidLength = 36;

    private static readonly SearchValues<char> CodeMarks = SearchValues.Create("()[]{}<>");

    public static bool Is(ReadOnlySpan<char> value, bool isPassword, bool isQuoted)
    {
        if (value.Length < (isPassword ? ShortestPassword : ShortestKey) || Entropy.Of(value) < (isPassword ? 2.5 : 3.0))
        {
            return false;
        }

        var (letters, digits, others) = Count(value);
        if (digits == 0 && (others == 0 || !isPassword || IsIdentifier(value)))
        {
            return false;
        }

        if (letters == 0 && others == 0 && !isPassword)
        {
            return false;
        }

        return !IsReference(value, isQuoted) && !(value.Length == UuidLength && Guid.TryParseExact(value, "D", out _)) && !Examples.Are(value);
    }

    private static (int Letters, int Digits, int Others) Count(ReadOnlySpan<char> value)
    {
        var (letters, digits) = (0, 0);
        foreach (var c in value)
        {
            letters += char.IsLetter(c) ? 1 : 0;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return (letters, digits, value.Length - letters - digits);
    }

    /// <summary>Words joined by the marks that code joins words with.</summary>
    private static bool IsIdentifier(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (!char.IsLetter(c) && c is not ('_' or '-' or '.' or ' ' or '/' or ':' or ',' or '\\' or '\''))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsReference(ReadOnlySpan<char> value, bool isQuoted) =>
        value[0] is '$' && value.Length > 1 && value[1] is '{' or '(' || value.StartsWith("secret://") || value.StartsWith("vault:") || value.Contains("://", StringComparison.Ordinal)
        || (!isQuoted && (value[0] is '$' or '@' or '*' or '&' || value.ContainsAny(CodeMarks)))
        || (isQuoted && value.Contains(' ') && value.Count(' ') > 5);
}
