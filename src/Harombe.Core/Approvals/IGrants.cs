using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Principals;

namespace Harombe.Core.Approvals;

/// <summary>Standing answers: looked for before a person is asked. Every change is recorded before it counts and survives a restart. Thread-safe.</summary>
public interface IGrants
{
    /// <summary>A grant that covers the call as it is now, without using it; null when a person must be asked.</summary>
    ValueTask<Grant?> FindAsync(ToolCall call, Decision decision, CancellationToken cancellationToken);

    /// <summary>A grant that covers the call, its use recorded; null when a person must be asked.</summary>
    ValueTask<Grant?> UseAsync(ToolCall call, Decision decision, CancellationToken cancellationToken);

    /// <summary>What an answer with these terms would allow: shown to the person before it is given. Nothing changes.</summary>
    ValueTask<GrantProposal> ProposeAsync(ApprovalId id, GrantTerms terms, Principal by, CancellationToken cancellationToken);

    /// <summary>The newest first, those that ended with them.</summary>
    ValueTask<IReadOnlyList<Grant>> ListAsync(PrincipalId? principal, int limit, CancellationToken cancellationToken);

    /// <summary>Takes one back, from this moment on. Null when it was done, or had been before.</summary>
    ValueTask<Reason?> RevokeAsync(GrantId id, PrincipalId by, CancellationToken cancellationToken);
}

/// <summary>What would come of giving a grant.</summary>
public abstract record GrantProposal
{
    private GrantProposal()
    {
    }

    /// <summary>It could be given.</summary>
    /// <param name="Grant">As it would stand.</param>
    /// <param name="Shown">The pattern in sentences, one for each argument.</param>
    /// <param name="WouldAlso">Earlier questions that it would have answered as well.</param>
    /// <param name="Of">Among how many.</param>
    /// <param name="Confirm">To be sent back with the answer.</param>
    public sealed record Possible(Grant Grant, IReadOnlyList<string> Shown, IReadOnlyList<Approval> WouldAlso, int Of, string Confirm) : GrantProposal;

    /// <summary>It can't be given.</summary>
    public sealed record Refused(Reason Reason) : GrantProposal;
}

/// <summary>A host in which every question is put: nobody can give a standing answer.</summary>
internal sealed class NoGrants : IGrants
{
    private static readonly Reason None = new("grant.none", "This host keeps no standing answers.", "Answer for one call at a time.");

    public ValueTask<Grant?> FindAsync(ToolCall call, Decision decision, CancellationToken cancellationToken) => ValueTask.FromResult<Grant?>(null);

    public ValueTask<Grant?> UseAsync(ToolCall call, Decision decision, CancellationToken cancellationToken) => ValueTask.FromResult<Grant?>(null);

    public ValueTask<GrantProposal> ProposeAsync(ApprovalId id, GrantTerms terms, Principal by, CancellationToken cancellationToken) =>
        ValueTask.FromResult<GrantProposal>(new GrantProposal.Refused(None));

    public ValueTask<IReadOnlyList<Grant>> ListAsync(PrincipalId? principal, int limit, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<Grant>>([]);

    public ValueTask<Reason?> RevokeAsync(GrantId id, PrincipalId by, CancellationToken cancellationToken) => ValueTask.FromResult<Reason?>(None);
}
