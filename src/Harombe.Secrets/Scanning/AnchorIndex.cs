namespace Harombe.Secrets.Scanning;

/// <summary>
/// Finds every anchor of every format in one pass, and sends each place to the formats whose anchor stands there. Which places may be the beginning of one is
/// asked of their first three characters, then of the fourth; what is left is compared. Immutable; safe to share between threads.
/// </summary>
internal sealed class AnchorIndex
{
    private const int Shortest = 3;

    private readonly Trigrams trigrams;
    private readonly Beginning[] beginnings;
    private readonly Entry[] entries;

    public AnchorIndex(IEnumerable<ISecretFormat> formats)
    {
        var anchors = formats.SelectMany(format => format.Anchors.Select(anchor => (Anchor: anchor, Format: format))).ToArray();
        trigrams = new Trigrams(anchors.Select(one => one.Anchor.Text));
        beginnings = new Beginning[trigrams.Count];

        // Longer first, so that of two anchors at one place the one that says more is asked first.
        var sorted = anchors.OrderBy(one => trigrams.RankOf(one.Anchor.Text)).ThenByDescending(one => one.Anchor.Text.Length).ToArray();
        entries = Array.ConvertAll(sorted, one => Entry.Of(one.Anchor, one.Format));
        for (var at = entries.Length - 1; at >= 0; at--)
        {
            ref var beginning = ref beginnings[trigrams.RankOf(sorted[at].Anchor.Text)];
            beginning = new Beginning(beginning.Fourths | entries[at].Fourths, at, beginning.Count + 1);
        }
    }

    public void Scan(ReadOnlySpan<char> text, ref FindingSink sink)
    {
        Span<ushort> characters = stackalloc ushort[FoldedBlock.Room];
        Span<ushort> pairs = stackalloc ushort[FoldedBlock.Room];
        Span<ushort> places = stackalloc ushort[FoldedBlock.Most];
        var end = text.Length - Shortest + 1;
        for (var at = 0; at < end; at += FoldedBlock.Most)
        {
            var block = FoldedBlock.Of(text, at, Math.Min(end - at, FoldedBlock.Most), characters, pairs);
            var found = places[..trigrams.Find(block, places)];
            foreach (var place in found[..Sieve(block, found)])
            {
                Ask(text, at + place, beginnings[trigrams.RankAt(block, place)], FoldedBlock.Four(block.Characters.Slice(place + Shortest, 4)), ref sink);
            }
        }
    }

    /// <summary>Keeps the places whose fourth character goes on with one of the anchors that begin so: one in a hundred of all.</summary>
    private int Sieve(FoldedBlock block, Span<ushort> places)
    {
        var kept = 0;
        foreach (var place in places)
        {
            places[kept] = place;
            kept += (int)(beginnings[trigrams.RankAt(block, place)].Fourths >> block.Characters[place + Shortest]) & 1;
        }

        return kept;
    }

    private void Ask(ReadOnlySpan<char> text, int at, Beginning beginning, ulong next, ref FindingSink sink)
    {
        foreach (ref readonly var entry in entries.AsSpan(beginning.First, beginning.Count))
        {
            if ((next & entry.Mask) != entry.Next)
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

    /// <param name="Fourths">A bit for each folded fourth character that any of its anchors goes on with.</param>
    /// <param name="First">The first of its entries.</param>
    /// <param name="Count">How many it has.</param>
    private readonly record struct Beginning(ulong Fourths, int First, int Count);

    /// <param name="Next">The fourth to seventh character as <see cref="FoldedBlock.Four"/> tells them.</param>
    /// <param name="Mask">Which of them it has.</param>
    /// <param name="Anchor">What it is.</param>
    /// <param name="Format">Whose it is.</param>
    private readonly record struct Entry(ulong Next, ulong Mask, Anchor Anchor, ISecretFormat Format)
    {
        /// <summary>A bit for each fourth character that it may have.</summary>
        public ulong Fourths => Anchor.Text.Length > Shortest ? 1UL << Trigrams.Fold(Anchor.Text[Shortest]) : ulong.MaxValue;

        public static Entry Of(Anchor anchor, ISecretFormat format)
        {
            Span<ushort> next = [0, 0, 0, 0];
            Span<ushort> mask = [0, 0, 0, 0];
            for (var at = 0; at < next.Length && at + Shortest < anchor.Text.Length; at++)
            {
                (next[at], mask[at]) = ((ushort)Trigrams.Fold(anchor.Text[at + Shortest]), ushort.MaxValue);
            }

            return new Entry(FoldedBlock.Four(next), FoldedBlock.Four(mask), anchor, format);
        }
    }
}
