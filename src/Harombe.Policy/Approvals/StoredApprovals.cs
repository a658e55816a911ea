using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Principals;
using Harombe.Core.State;

namespace Harombe.Policy.Approvals;

/// <summary>
/// Questions in the state store, each change of which is in the audit log before it counts. What must be durable first differs by what errs on
/// refusing: <see cref="Asking"/>, <see cref="Answering"/>, <see cref="SpendingOnce"/>, <see cref="Withdrawing"/> and <see cref="ApprovalExpiry"/> each say theirs.
/// </summary>
internal sealed class StoredApprovals(
    IStateStore store,
    Asking asking,
    Answering answering,
    SpendingOnce spending,
    Withdrawing withdrawing,
    ApprovalExpiry expiry,
    ApprovalWatchers watchers,
    SteadyClock clock) : IApprovals
{
    public ValueTask<AskOutcome> AskAsync(ToolCall call, Decision decision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(decision);
        return asking.AskAsync(call, decision, cancellationToken);
    }

    public ValueTask<Spending> SpendAsync(ApprovalId id, ToolCall call, Decision decision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(decision);
        return spending.SpendAsync(id, call, decision, cancellationToken);
    }

    public ValueTask<AnswerOutcome> AnswerAsync(ApprovalId id, ApprovalAnswer answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answering.AnswerAsync(id, answer, cancellationToken);
    }

    public ValueTask WithdrawAsync(ApprovalId id, CancellationToken cancellationToken) => withdrawing.WithdrawAsync(id, cancellationToken);

    public async ValueTask<Approval?> FindAsync(ApprovalId id, CancellationToken cancellationToken)
    {
        var found = await store.ReadAsync(connection => ApprovalRows.Find(connection, id, clock.Now), cancellationToken).ConfigureAwait(false);
        return found is null ? null : Seen(found);
    }

    public async ValueTask<IReadOnlyList<Approval>> ListAsync(
        ApprovalState? state, PrincipalId? principal, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var rows = await store.ReadAsync(
            connection => ApprovalRows.Newest(connection, state, principal, limit, clock.Now),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(Seen)];
    }

    public IAsyncEnumerable<Approval> WatchAsync(CancellationToken cancellationToken) => watchers.Watch(cancellationToken);

    // A timer counts waking time only; whoever reads an expired question first has it written down.
    private Approval Seen(StoredApproval stored)
    {
        if (stored.Approval.State == ApprovalState.Expired && stored.Kept != ApprovalState.Expired)
        {
            expiry.Hasten(stored.Approval.Id);
        }

        return stored.Approval;
    }
}
