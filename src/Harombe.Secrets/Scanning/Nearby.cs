namespace Harombe.Secrets.Scanning;

/// <summary>Whether a word stands in the neighbourhood of a place, in any case.</summary>
internal static class Nearby
{
    private const int Reach = 160;

    public static bool Has(ReadOnlySpan<char> text, int at, string word) =>
        text[Math.Max(0, at - Reach)..Math.Min(text.Length, at + Reach)].Contains(word, StringComparison.OrdinalIgnoreCase);
}
