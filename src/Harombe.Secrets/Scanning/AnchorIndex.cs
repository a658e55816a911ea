using System.Buffers;

namespace Harombe.Secrets.Scanning;

/// <summary>
/// Finds every anchor of every format in one vectorised pass for those of exact case and one for the others, and sends each place to
/// the formats whose anchor stands there. Immutable; safe to share between threads.
/// </summary>
internal sealed class AnchorIndex
{
    private readonly Pass exact;
    private readonly Pass anyCase;

    public AnchorIndex(IEnumerable<ISecretFormat> formats)
    {
        var entries = formats.SelectMany(format => format.Anchors.Select(anchor => new Entry(anchor, format))).ToArray();
        exact = new Pass(entries.Where(entry => !entry.Anchor.IgnoresCase), StringComparison.Ordinal);
        anyCase = new Pass(entries.Where(entry => entry.Anchor.IgnoresCase), StringComparison.OrdinalIgnoreCase);
    }

    public void Scan(ReadOnlySpan<char> text, ref FindingSink sink)
    {
        exact.Scan(text, ref sink);
        anyCase.Scan(text, ref sink);
    }

    private sealed record Entry(Anchor Anchor, ISecretFormat Format);

    private sealed class Pass
    {
        private readonly SearchValues<string> any;
        private readonly StringComparison comparison;
        private readonly Entry[]?[] byFirst = new Entry[]?[128];

        public Pass(IEnumerable<Entry> entries, StringComparison comparison)
        {
            this.comparison = comparison;
            var all = entries.ToArray();
            any = SearchValues.Create([.. all.Select(entry => entry.Anchor.Text).Distinct()], comparison);
            foreach (var group in all.GroupBy(entry => entry.Anchor.Text[0]))
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
                // SearchValues says where, not which; few anchors share a first letter.
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
