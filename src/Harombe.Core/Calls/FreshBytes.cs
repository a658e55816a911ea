using System.Security.Cryptography;

namespace Harombe.Core.Calls;

/// <summary>
/// Random bytes for ids and salts. The system's source is asked for some hundred at a time: asked for sixteen, it takes as long as for all of them, and
/// every entry wants some. No byte is given out twice. Thread-safe.
/// </summary>
internal static class FreshBytes
{
    private const int Stock = 512;

    [ThreadStatic]
    private static byte[]? stock;

    [ThreadStatic]
    private static int left;

    /// <summary>Fills the span, which is short.</summary>
    public static void Fill(Span<byte> bytes)
    {
        stock ??= new byte[Stock];
        if (left < bytes.Length)
        {
            RandomNumberGenerator.Fill(stock);
            left = Stock;
        }

        var taken = stock.AsSpan(Stock - left, bytes.Length);
        taken.CopyTo(bytes);
        taken.Clear();
        left -= bytes.Length;
    }
}
