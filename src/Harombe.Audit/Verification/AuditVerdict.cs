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
    /// Every entry is as it was written, as far as the file can tell: against somebody who rewrote all of it, only the anchor speaks.
    /// </summary>
    /// <param name="Head">How many entries there are, and the hash over them.</param>
    /// <param name="Anchored">Up to this size an expected head agrees; 0 when none was given.</param>
    /// <param name="Indeterminate">Calls of which nobody knows whether they had their effect, in the order of the record.</param>
    public sealed record Intact(TreeHead Head, long Anchored, ImmutableArray<CallId> Indeterminate) : AuditVerdict;

    /// <summary>Something was done to the record.</summary>
    /// <param name="Sequence">The first entry that is wrong or missing; null when it is the file as a whole.</param>
    /// <param name="What">What was done, in a sentence.</param>
    public sealed record Tampered(long? Sequence, string What) : AuditVerdict;

    /// <summary>Nothing was found out.</summary>
    /// <param name="Why">What was in the way and what to do.</param>
    public sealed record CouldNotCheck(string Why) : AuditVerdict;
}
