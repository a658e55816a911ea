using System.Runtime.CompilerServices;

namespace Harombe.Secrets.Scanning.Decoding;

/// <summary>Finds the long runs of base64 characters in a text, of either alphabet and hexadecimal ones among them. Most characters of other text are never looked at.</summary>
internal ref struct LongRuns(ReadOnlySpan<char> text)
{
    /// <summary>Shorter ones hold less than fifteen bytes.</summary>
    public const int Least = 20;

    private const ulong LowHalf = 0x03FF_A800_0000_0000; // digits + - /
    private const ulong HighHalf = 0x07FF_FFFE_87FF_FFFE; // letters _

    private readonly ReadOnlySpan<char> text = text;
    private int at;

    public int Start { get; private set; }

    public int Length { get; private set; }

    /// <summary>Goes to the next run; false when there is none.</summary>
    public bool Next()
    {
        while (at + Least <= text.Length)
        {
            // If the last character of a window is none of a run, no run of the window's length begins in it.
            var probe = at + Least - 1;
            if (!IsOfRun(text[probe]))
            {
                at = probe + 1;
                continue;
            }

            var start = probe;
            while (start > at && IsOfRun(text[start - 1]))
            {
                start--;
            }

            var end = probe + 1;
            while (end < text.Length && IsOfRun(text[end]))
            {
                end++;
            }

            at = end + 1;
            if (end - start >= Least)
            {
                (Start, Length) = (start, end - start);
                return true;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOfRun(char c) => c < 128 && (((c < 64 ? LowHalf : HighHalf) >> (c & 63)) & 1) != 0;
}
