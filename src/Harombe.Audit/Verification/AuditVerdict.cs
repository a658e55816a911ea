using System.Collections.Immutable;
using Harombe.Audit.Merkle;
using Harombe.Core.Calls;

namespace Harombe.Audit.Verification;

/// <summary>What verification found. A closed family.</summary>
public abstract record AuditVerdict
{
    private AuditVerdict()
    {
    }

    /// <summary>
    /// Every entry is as it was written, as far as the file can tell: against somebody who has the key and rewrote all of it, only the anchor speaks.
    /// </summary>
    /// <param name="Head">How many entries there are, and the hash over them.</param>
    /// <param name="Anchored">Up to this size something from outside agrees: an expected head, an anchor, a witness; 0 for none.</param>
    /// <param name="Indeterminate">Calls of which nobody knows whether they had their effect, in the order of the record.</param>
    public sealed record Intact(TreeHead Head, long Anchored, ImmutableArray<CallId> Indeterminate) : AuditVerdict
    {
        /// <summary>What anchors it: <c>the expected head</c>, the name of an anchor, a witness with the time of its word.</summary>
        public string? AnchoredBy { get; init; }

        /// <summary>When the first entry that nothing anchors was written; null when all are anchored.</summary>
        public string? UnanchoredSince { get; init; }

        /// <summary>Up to this size a checkpoint is signed; 0 for none.</summary>
        public long SignedSize { get; init; }

        /// <summary>The key that signed it last.</summary>
        public string? SignedBy { get; init; }

        /// <summary>Whether that key came from elsewhere, and not from the record itself.</summary>
        public bool KeyGiven { get; init; }

        /// <summary>How many bodies were erased, as announced; their leaf hashes are in the tree.</summary>
        public long Erased { get; init; }
    }

    /// <summary>Something was done to the record.</summary>
    /// <param name="Sequence">The first entry that is wrong or missing; null when it is the file as a whole.</param>
    /// <param name="What">What was done, in a sentence.</param>
    public sealed record Tampered(long? Sequence, string What) : AuditVerdict;

    /// <summary>Nothing was found out.</summary>
    /// <param name="Why">What was in the way and what to do.</param>
    public sealed record CouldNotCheck(string Why) : AuditVerdict;
}
