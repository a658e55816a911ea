using Harombe.Audit.Merkle;

namespace Harombe.Audit.Verification;

/// <summary>Heads that are known before the walk, from the file's own checkpoints and from elsewhere, held against the tree as it grows.</summary>
internal sealed class KnownHeads
{
    private readonly List<(TreeHead Head, string Called)> heads = [];
    private int next;

    public void Add(TreeHead head, string called) => heads.Add((head, called));

    public void Sort() => heads.Sort(static (left, right) => left.Head.Size.CompareTo(right.Head.Size));

    /// <summary>What disagrees with the tree as it is now, or null.</summary>
    public AuditVerdict.Tampered? Next(CompactRange range)
    {
        for (; next < heads.Count && heads[next].Head.Size <= range.Size; next++)
        {
            var (head, called) = heads[next];
            if (head.Size < range.Size || TreeHead.Of(range) != head)
            {
                return new AuditVerdict.Tampered(
                    null, $"The first {head.Size} entries are not those of {called}: the record was rewritten somewhere before entry {head.Size}.");
            }
        }

        return null;
    }

    /// <summary>What is larger than the record, or null.</summary>
    public AuditVerdict.Tampered? End(long size) => next < heads.Count
        ? new AuditVerdict.Tampered(size, $"The tail was cut: {heads[next].Called} has {heads[next].Head.Size} entries, the record {size}.")
        : null;
}
