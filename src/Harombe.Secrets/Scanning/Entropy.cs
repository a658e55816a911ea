namespace Harombe.Secrets.Scanning;

/// <summary>How evenly a text uses its characters, which tells random strings from words.</summary>
internal static class Entropy
{
    private const int Longest = 4096;

    private static readonly double[] Growth = [.. Enumerable.Range(0, Longest).Select(n => ((n + 1) * Math.Log2(n + 1)) - (n == 0 ? 0 : n * Math.Log2(n)))];

    /// <summary>Shannon entropy in bits a character; characters beyond ASCII count as one. At most 4,096 characters are looked at.</summary>
    public static double Of(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        text = text[..Math.Min(text.Length, Longest)];
        Span<ushort> counts = stackalloc ushort[129];
        var sum = 0.0;
        foreach (var c in text)
        {
            // What one more of a character adds to the sum of n log n over all characters.
            sum += Growth[counts[Math.Min(c, (char)128)]++];
        }

        return Math.Log2(text.Length) - (sum / text.Length);
    }

    /// <summary>
    /// The entropy below which a text of this length is no random one. A random text of n hexadecimal digits comes to about
    /// log2(min(n, 16)) - 0.7 bits, one of more characters to more: the floor is what the poorest of them keep to.
    /// </summary>
    public static double Floor(int length) => length switch
    {
        < 8 => 1.5,
        < 12 => 2.2,
        < 20 => 2.6,
        < 32 => 2.8,
        _ => 3.0,
    };
}
