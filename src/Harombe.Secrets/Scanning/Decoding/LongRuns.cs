using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Harombe.Secrets.Scanning.Decoding;

/// <summary>Finds the long runs of base64 characters in a text, of either alphabet and hexadecimal ones among them. Most characters of other text are never looked at.</summary>
internal ref struct LongRuns(ReadOnlySpan<char> text)
{
    /// <summary>Shorter ones hold less than fifteen bytes.</summary>
    public const int Least = 20;

    private const int Window = 64;

    private const ulong LowHalf = 0x03FF_A800_0000_0000; // digits + - /
    private const ulong HighHalf = 0x07FF_FFFE_87FF_FFFE; // letters _

    private readonly ReadOnlySpan<char> text = text;
    private int at;

    public int Start { get; private set; }

    public int Length { get; private set; }

    /// <summary>Goes to the next run; false when there is none.</summary>
    public bool Next()
    {
        while (Inside() is >= 0 and var inside)
        {
            var start = inside;
            while (start > at && IsOfRun(text[start - 1]))
            {
                start--;
            }

            var end = inside + 1;
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

    /// <summary>A place inside the next stretch that may be a long run, or -1. Nothing before it is one.</summary>
    private int Inside()
    {
        // Windows overlap, so that whatever is long enough lies whole in one of them.
        for (; Vector256.IsHardwareAccelerated && at + Window <= text.Length; at += Window - Least + 1)
        {
            var runs = Long(RunsAt(at));
            if (runs != 0)
            {
                return at + BitOperations.TrailingZeroCount(runs);
            }
        }

        while (at + Least <= text.Length)
        {
            // If the last character of a window is none of a run, no run of the window's length begins in it.
            var probe = at + Least - 1;
            if (IsOfRun(text[probe]))
            {
                return probe;
            }

            at = probe + 1;
        }

        return -1;
    }

    /// <summary>A bit for each of the next 64 characters that belongs to a run.</summary>
    private readonly ulong RunsAt(int from)
    {
        ref var characters = ref Unsafe.As<char, ushort>(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), from));
        return Runs(ref characters, 0) | ((ulong)Runs(ref characters, 32) << 32);
    }

    private static uint Runs(ref ushort characters, nuint from)
    {
        var bytes = Vector256.NarrowWithSaturation(Vector256.LoadUnsafe(ref characters, from), Vector256.LoadUnsafe(ref characters, from + 16));
        var letters = Vector256.LessThanOrEqual((bytes | Vector256.Create((byte)0x20)) - Vector256.Create((byte)'a'), Vector256.Create((byte)25));
        var digits = Vector256.LessThanOrEqual(bytes - Vector256.Create((byte)'0'), Vector256.Create((byte)9));
        var marks = Vector256.Equals(bytes, Vector256.Create((byte)'+')) | Vector256.Equals(bytes, Vector256.Create((byte)'/'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'-')) | Vector256.Equals(bytes, Vector256.Create((byte)'_'));
        return (letters | digits | marks).ExtractMostSignificantBits();
    }

    /// <summary>The bits from which on at least <see cref="Least"/> are set.</summary>
    private static ulong Long(ulong bits)
    {
        bits &= bits >> 1;
        bits &= bits >> 2;
        bits &= bits >> 4;
        bits &= bits >> 8;
        return bits & (bits >> (Least - 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOfRun(char c) => c < 128 && (((c < 64 ? LowHalf : HighHalf) >> (c & 63)) & 1) != 0;
}
