using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning.Labels;

namespace Harombe.Secrets.Scanning;

/// <summary>Gathers findings in any order and with overlap; allocates only when there is one.</summary>
internal ref struct FindingSink
{
    private List<Finding>? found;
    private Assignment last;

    /// <summary>Where the value begins that was last judged by its label; a label of several words would judge it several times.</summary>
    public int LastValue { get; set; }

    /// <summary>
    /// Reads the assignment in whose label a word stands; see <see cref="Assignment.TryRead"/>. Of the words of one label each would have it read anew: the last
    /// one that was read is kept.
    /// </summary>
    public bool TryRead(ReadOnlySpan<char> text, int at, int length, out Assignment assignment)
    {
        if (at >= last.LabelStart && at + length <= last.LabelEnd)
        {
            assignment = last;
            return true;
        }

        if (!Assignment.TryRead(text, at, length, out assignment))
        {
            return false;
        }

        last = assignment;
        return true;
    }

    public void Add(string kind, int start, int length, Placeholder? placeholder = null) =>
        (found ??= []).Add(new Finding(kind, start, length, placeholder));

    /// <summary>
    /// In order, without overlap. Of two at one place the longer wins, and at equal length the issued one. Two that overlap in part
    /// become one over both: leaving either's rest would leave a piece of a secret. It is called by the kind that says more.
    /// </summary>
    public readonly IReadOnlyList<Finding> Settle()
    {
        if (found is null)
        {
            return [];
        }

        if (found.Count == 1)
        {
            return found;
        }

        found.Sort(Order);
        var kept = 0;
        for (var at = 1; at < found.Count; at++)
        {
            var (last, next) = (found[kept], found[at]);
            var end = last.Start + last.Length;
            if (next.Start >= end)
            {
                found[++kept] = next;
                continue;
            }

            var reaches = next.Start + next.Length > end;
            found[kept] = last with
            {
                Kind = Kinds.SaysMore(next.Kind, last.Kind) || (reaches && next.Length > last.Length && !Kinds.SaysMore(last.Kind, next.Kind)) ? next.Kind : last.Kind,
                Length = reaches ? next.Start + next.Length - last.Start : last.Length,
                Placeholder = reaches ? null : last.Placeholder,
            };
        }

        found.RemoveRange(kept + 1, found.Count - kept - 1);
        return found;
    }

    private static int Order(Finding a, Finding b) =>
        a.Start != b.Start ? a.Start.CompareTo(b.Start)
        : a.Length != b.Length ? b.Length.CompareTo(a.Length)
        : (a.Placeholder is null).CompareTo(b.Placeholder is null);
}
