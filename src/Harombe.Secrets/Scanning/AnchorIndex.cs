using System.Buffers;

namespace Harombe.Secrets.Scanning;

/// <summary>
/// Finds every anchor of every format in a few vectorised passes, and sends each place to the formats whose anchor stands there.
/// Immutable; safe to share between threads.
/// </summary>
internal sealed class AnchorIndex
{
    // Measured on .NET 10, 1,000 characters of prose: 91 anchors in one SearchValues fall back to Aho-Corasick and take 4 µs, in shards
    // of 24 neighbours 0.5 µs. Neighbours in the alphabet share first letters, which is what the vectorised search tells apart worst.
    private const int ShardSize = 24;

    private readonly Shard[] shards;

    public AnchorIndex(IEnumerable<ISecretFormat> formats)
    {
        var entries = formats.SelectMany(format => format.Anchors.Select(anchor => new Entry(anchor, format))).ToArray();
        shards =
        [
            .. Shards(entries.Where(entry => !entry.Anchor.IgnoresCase), StringComparison.Ordinal),
            .. Shards(entries.Where(entry => entry.Anchor.IgnoresCase), StringComparison.OrdinalIgnoreCase),
        ];
    }

    public void Scan(ReadOnlySpan<char> text, ref FindingSink sink)
    {
        foreach (var shard in shards)
        {
            shard.Scan(text, ref sink);
        }
    }

    private static IEnumerable<Shard> Shards(IEnumerable<Entry> entries, StringComparison comparison) =>
        entries.OrderBy(entry => entry.Anchor.Text, StringComparer.Ordinal).Chunk(ShardSize).Select(shard => new Shard(shard, comparison));

    private sealed record Entry(Anchor Anchor, ISecretFormat Format);

    private sealed class Shard
    {
        private readonly SearchValues<string> any;
        private readonly StringComparison comparison;
        private readonly Entry[]?[] byFirst = new Entry[]?[128];

        public Shard(Entry[] entries, StringComparison comparison)
        {
            this.comparison = comparison;
            any = SearchValues.Create([.. entries.Select(entry => entry.Anchor.Text).Distinct()], comparison);
            foreach (var group in entries.GroupBy(entry => entry.Anchor.Text[0]))
            {
                byFirst[group.Key] = [.. group];
                if (comparison == StringComparison.OrdinalIgnoreCase)
                {
                    byFirst[char.ToUpperInvariant(group.Key)] = [.. group];
                }
            }
        }

        public void Scan(ReadOnlySpan<char> text, ref FindingSink sink)
        {
            var at = 0;
            while (text[at..].IndexOfAny(any) is >= 0 and var next)
            {
                at += next;
                var here = text[at..];
                // SearchValues says where, not which. Anchors are ASCII, so the first character is below 128.
                foreach (var entry in byFirst[here[0] & 127] ?? [])
                {
                    if (here.StartsWith(entry.Anchor.Text, comparison))
                    {
                        entry.Format.Check(text, at, entry.Anchor.Text.Length, ref sink);
                    }
                }

                at++;
            }
        }
    }
}
