using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Harombe.Secrets.Scanning;

/// <summary>
/// Finds every anchor of every format in one pass, and sends each place to the formats whose anchor stands there. The pass looks up the
/// first three characters at each place in a bit filter that stays in the first-level cache, so its cost doesn't grow with the number
/// of anchors. Immutable; safe to share between threads.
/// </summary>
internal sealed class AnchorIndex
{
    private const int Shortest = 3;

    // Letters of either case look alike to the filter; what is told apart by it is told apart by the comparison afterwards.
    private const ulong Fold = 0x0000_0020_0020_0020;
    private const ulong ThreeCharacters = 0x0000_FFFF_FFFF_FFFF;
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;
    private const int Bits = 16;
    private const int Block = 256;

    private readonly ulong[] filter = new ulong[1 << (Bits - 6)];
    private readonly ushort[] firstOf = new ushort[1 << Bits];

    // Beside the first entry of a slot, the fourth characters that any entry of the slot goes on with, by their last six bits; all where one has three only.
    private readonly ulong[] fourths;
    private readonly Entry[] entries;

    public AnchorIndex(IEnumerable<ISecretFormat> formats)
    {
        // Longer first, so that of two anchors at one place the one that says more is asked first.
        entries =
        [
            .. formats.SelectMany(format => format.Anchors.Select(anchor => Entry.Of(anchor, format)))
                .OrderBy(entry => entry.Slot).ThenByDescending(entry => entry.Anchor.Text.Length),
        ];
        fourths = new ulong[entries.Length];
        for (var at = entries.Length - 1; at >= 0; at--)
        {
            var slot = entries[at].Slot;
            filter[slot >> 6] |= 1UL << (slot & 63);
            firstOf[slot] = checked((ushort)at);
            fourths[at] = entries[at].Fourths | (at + 1 < entries.Length && entries[at + 1].Slot == slot ? fourths[at + 1] : 0);
        }
    }

    public void Scan(ReadOnlySpan<char> text, ref FindingSink sink)
    {
        Span<int> places = stackalloc int[Block];
        var end = text.Length - Shortest; // the last place with a fourth character behind it is the one before
        for (var at = 0; at < end; at += Block)
        {
            var count = Pass(text, at, Math.Min(end, at + Block), places);
            foreach (var place in places[..Sieve(text, places[..count])])
            {
                var four = Four(ref MemoryMarshal.GetReference(text), place);
                Ask(text, place, Slot(four), four, ref sink);
            }
        }

        if (text.Length >= Shortest)
        {
            // The last place has no fourth character to read, and no anchor of four stands there.
            Ask(text, text.Length - Shortest, Slot(text[^Shortest..]), text[^3] | ((ulong)text[^2] << 16) | ((ulong)text[^1] << 32), ref sink);
        }
    }

    // One place in sixteen of ordinary text passes, at no regular distance: a branch would be guessed wrong each time. So every place is written down, and the
    // next one over it unless it passed.
    private int Pass(ReadOnlySpan<char> text, int from, int end, Span<int> places)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        ref var bits = ref MemoryMarshal.GetArrayDataReference(filter);
        ref var place = ref MemoryMarshal.GetReference(places);
        var count = 0;
        for (var at = from; at < end; at++)
        {
            var slot = Slot(Four(ref start, at));
            Unsafe.Add(ref place, count) = at;
            count += (int)(Unsafe.Add(ref bits, slot >> 6) >> slot) & 1;
        }

        return count;
    }

    // The same once more with the fourth character, which leaves one place in a hundred.
    private int Sieve(ReadOnlySpan<char> text, Span<int> places)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        var kept = 0;
        foreach (var place in places)
        {
            var four = Four(ref start, place);
            places[kept] = place;
            kept += (int)(fourths[firstOf[Slot(four)]] >> (int)(four >> 48)) & 1;
        }

        return kept;
    }

    private void Ask(ReadOnlySpan<char> text, int at, int slot, ulong four, ref FindingSink sink)
    {
        for (int next = firstOf[slot]; next < entries.Length && entries[next].Slot == slot; next++)
        {
            ref readonly var entry = ref entries[next];
            if (((four | entry.Fold) & entry.Mask) != entry.Head)
            {
                continue;
            }

            var anchor = entry.Anchor;
            if (text[at..].StartsWith(anchor.Text, anchor.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
            {
                entry.Format.Check(text, at, anchor.Text.Length, ref sink);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Four(ref char start, int at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<char, byte>(ref Unsafe.Add(ref start, at)));

    private static int Slot(ReadOnlySpan<char> text) => Slot(text[0] | ((ulong)text[1] << 16) | ((ulong)text[2] << 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Slot(ulong characters) => (int)((((characters & ThreeCharacters) | Fold) * Multiplier) >> (64 - Bits));

    /// <param name="Slot">Where the filter has it.</param>
    /// <param name="Head">Its first four characters, or three if there are no more; folded where case is ignored.</param>
    /// <param name="Mask">Which of four characters count.</param>
    /// <param name="Fold">What makes letters of both cases alike.</param>
    /// <param name="Anchor">What it is.</param>
    /// <param name="Format">Whose it is.</param>
    private readonly record struct Entry(int Slot, ulong Head, ulong Mask, ulong Fold, Anchor Anchor, ISecretFormat Format)
    {
        /// <summary>A bit for the last six bits of each fourth character that it may have.</summary>
        public ulong Fourths => Mask == ThreeCharacters ? ulong.MaxValue : (1UL << (int)((Head >> 48) & 63)) | (Fold == 0 ? 0 : 1UL << (int)((Head >> 48) & 63 & ~0x20UL));

        public static Entry Of(Anchor anchor, ISecretFormat format)
        {
            var text = anchor.Text;
            var fold = anchor.IgnoresCase ? 0x0020_0020_0020_0020UL : 0;
            var mask = text.Length > Shortest ? ulong.MaxValue : ThreeCharacters;
            var head = text[0] | ((ulong)text[1] << 16) | ((ulong)text[2] << 32) | (text.Length > Shortest ? (ulong)text[3] << 48 : 0);
            return new Entry(AnchorIndex.Slot(text), (head | fold) & mask, mask, fold, anchor, format);
        }
    }
}
