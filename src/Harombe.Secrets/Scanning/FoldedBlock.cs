using System.Numerics;
using System.Runtime.InteropServices;

namespace Harombe.Secrets.Scanning;

/// <summary>Some characters of a text as <see cref="Trigrams.Fold"/> tells them, and every two of them that follow a place. Made for many at once, in the caller's own memory.</summary>
internal readonly ref struct FoldedBlock(ReadOnlySpan<ushort> characters, ReadOnlySpan<ushort> pairs, int places)
{
    /// <summary>How many places it has at most.</summary>
    public const int Most = 256;

    /// <summary>How much of the caller's memory each of its two parts takes: what stands behind the last place is folded too, and vectors overshoot.</summary>
    public const int Room = Most + 64;

    private const int Behind = 6;

    /// <summary>The folded characters: of each place, and six more, which are zero behind the end of the text.</summary>
    public ReadOnlySpan<ushort> Characters { get; } = characters;

    /// <summary>Of each place the two characters that follow: six bits each, the nearer one first.</summary>
    public ReadOnlySpan<ushort> Pairs { get; } = pairs;

    /// <summary>How many places it has.</summary>
    public int Places { get; } = places;

    /// <summary>Four characters in one word, to be compared at once.</summary>
    public static ulong Four(ReadOnlySpan<ushort> four) => MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(four));

    /// <summary>Folds <paramref name="places"/> characters of a text from <paramref name="from"/> on.</summary>
    public static FoldedBlock Of(ReadOnlySpan<char> text, int from, int places, Span<ushort> characters, Span<ushort> pairs)
    {
        var rest = MemoryMarshal.Cast<char, ushort>(text[from..]);
        var length = places + Behind;
        var at = 0;
        for (; at < length && at + Vector<ushort>.Count <= rest.Length; at += Vector<ushort>.Count)
        {
            var read = Vector.Min(new Vector<ushort>(rest[at..]), new Vector<ushort>(0x7F));
            ((read & new Vector<ushort>(0x1F)) | ((read & new Vector<ushort>(0x40)) >> 1)).CopyTo(characters[at..]);
        }

        for (; at < length; at++)
        {
            characters[at] = at < rest.Length ? (ushort)Trigrams.Fold((char)rest[at]) : (ushort)0;
        }

        ref var folded = ref MemoryMarshal.GetReference(characters[..Room]);
        ref var pair = ref MemoryMarshal.GetReference(pairs[..Room]);
        for (nuint place = 0; place < (nuint)places; place += (nuint)Vector<ushort>.Count)
        {
            (Vector.LoadUnsafe(ref folded, place + 1) | (Vector.LoadUnsafe(ref folded, place + 2) << 6)).StoreUnsafe(ref pair, place);
        }

        return new FoldedBlock(characters[..Room], pairs[..Room], places);
    }
}
