namespace Harombe.Secrets.Scanning;

/// <summary>How evenly a text uses its characters, which tells random strings from words.</summary>
internal static class Entropy
{
    /// <summary>Shannon entropy in bits a character; characters beyond ASCII count as one. At most 4,096 characters are looked at.</summary>
    public static double Of(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        text = text[..Math.Min(text.Length, 4096)];
        Span<short> counts = stackalloc short[129];
        foreach (var c in text)
        {
            counts[Math.Min(c, (char)128)]++;
        }

        var sum = 0.0;
        foreach (var count in counts)
        {
            sum += count == 0 ? 0 : count * Math.Log2(count);
        }

        return Math.Log2(text.Length) - (sum / text.Length);
    }
}
