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

    private readonly ulong[] filter = new ulong[1 << (Bits - 6)];
    private readonly ushort[] firstOf = new ushort[1 << Bits];
    private readonly Entry[] entries;

    public AnchorIndex(IEnumerable<ISecretFormat> formats)
    {
        // Longer first, so that of two anchors at one place the one that says more is asked first.
        entries =
        [
            .. formats.SelectMany(format => format.Anchors.Select(anchor => new Entry(Slot(anchor.Text), anchor, format)))
                .OrderBy(entry => entry.Slot).ThenByDescending(entry => entry.Anchor.Text.Length),
        ];
        for (var at = entries.Length - 1; at >= 0; at--)
        {
            var slot = entries[at].Slot;
            filter[slot >> 6] |= 1UL << (slot & 63);
            firstOf[slot] = checked((ushort)at);
        }
    }

    public void Scan(ReadOnlySpan<char> text, ref FindingSink sink)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        var bits = filter;
        var last = text.Length - Shortest - 1;
        for (var at = 0; at <= last; at++)
        {
            var slot = Slot(Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<char, byte>(ref Unsafe.Add(ref start, at))));
            if (((bits[slot >> 6] >> (slot & 63)) & 1) != 0)
            {
                Ask(text, at, slot, ref sink);
            }
        }

        // The last place has no fourth character to read.
        if (text.Length >= Shortest && Slot(text[^Shortest..]) is var end && ((bits[end >> 6] >> (end & 63)) & 1) != 0)
        {
            Ask(text, text.Length - Shortest, end, ref sink);
        }
    }

    private void Ask(ReadOnlySpan<char> text, int at, int slot, ref FindingSink sink)
    {
        var here = text[at..];
        for (int next = firstOf[slot]; next < entries.Length && entries[next].Slot == slot; next++)
        {
            var (_, anchor, format) = entries[next];
            if (here.StartsWith(anchor.Text, anchor.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
            {
                format.Check(text, at, anchor.Text.Length, ref sink);
            }
        }
    }

    private static int Slot(ReadOnlySpan<char> text) => Slot(text[0] | ((ulong)text[1] << 16) | ((ulong)text[2] << 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Slot(ulong characters) => (int)((((characters & ThreeCharacters) | Fold) * Multiplier) >> (64 - Bits));

    private sealed record Entry(int Slot, Anchor Anchor, ISecretFormat Format);
}
