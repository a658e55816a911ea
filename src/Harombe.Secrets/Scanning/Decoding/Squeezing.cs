using System.Buffers;

namespace Harombe.Secrets.Scanning.Decoding;

/// <summary>
/// Leaves out what a secret may be split by: white space, quotes, signs that join strings, dashes. What is left of two writings of one secret is
/// the same, whether it is split every four characters or put together in code.
/// </summary>
internal static class Squeezing
{
    /// <summary>A shorter rest would be words that happen to stand side by side.</summary>
    public const int Shortest = 12;

    private static readonly SearchValues<char> Left = SearchValues.Create(" \t\r\n\"'`+-_.,|\\:;()[]");

    /// <summary>Writes what is left; see <see cref="Escapes.Undo"/>. Returns the number of characters.</summary>
    public static int Undo(ReadOnlySpan<char> text, Span<char> plain, Span<int> places)
    {
        var count = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (!Left.Contains(text[at]))
            {
                places[count] = at;
                plain[count++] = text[at];
            }
        }

        places[count] = text.Length;
        return count;
    }

    /// <summary>Writes what is left of a secret. Returns the number of characters.</summary>
    public static int Undo(ReadOnlySpan<char> text, Span<char> plain)
    {
        var count = 0;
        foreach (var c in text)
        {
            plain[count] = c;
            count += Left.Contains(c) ? 0 : 1;
        }

        return count;
    }
}
