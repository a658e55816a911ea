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
