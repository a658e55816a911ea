using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.State;

namespace Harombe.Policy.Approvals;

/// <summary>
/// Uses approvals up. The row is spent first, which lets one attempt through; the record comes before that attempt is told. A crash in between means
/// spent and not run.
/// </summary>
internal sealed class SpendingOnce(IStateStore state, ApprovalJournal journal, ApprovalExpiry expiry, BindingCheck binding, SteadyClock clock)
{
    public async ValueTask<Spending> SpendAsync(ApprovalId id, ToolCall call, Decision decision, CancellationToken cancellationToken)
    {
        // An answer discharges a question, never a denial.
        if (decision.Verdict == Verdict.Deny)
        {
            return new Spending.Refused(new Reason(decision.Rule, decision.Message, decision.Remedy));
        }

        if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return new Spending.Refused(ApprovalReasons.Unknown(id));
        }

        // Before the state: the approval of another call says nothing to this one.
        if (binding.Refuse(found, call, decision) is { } misfit)
        {
            return await RefuseAsync(found.Approval, misfit, cancellationToken).ConfigureAwait(false);
        }

        return found.Approval.State switch
        {
            ApprovalState.Waiting => new Spending.Waiting(found.Approval),
            ApprovalState.Approved => await SpendAsync(found.Approval, cancellationToken).ConfigureAwait(false),
            _ => await RefuseAsync(found.Approval, cancellationToken).ConfigureAwait(false),
        };
    }

    private async ValueTask<Spending> SpendAsync(Approval approval, CancellationToken cancellationToken)
    {
        var spent = await state.WriteAsync(
            connection => ApprovalChanges.Spend(connection, approval.Id, approval.Binding, clock.Now),
            cancellationToken).ConfigureAwait(false);
        if (!spent)
        {
            // Another attempt, or time, was faster.
            return await FindAsync(approval.Id, cancellationToken).ConfigureAwait(false) is { } now
                ? await RefuseAsync(now.Approval, cancellationToken).ConfigureAwait(false)
                : new Spending.Refused(ApprovalReasons.Unknown(approval.Id));
        }

        var used = approval with { State = ApprovalState.Spent };
        expiry.Forget(approval.Id);
        await journal.RecordAsync(used, "spent", CancellationToken.None).ConfigureAwait(false);
        await state.WriteAsync(connection => ApprovalChanges.MarkRecorded(connection, used.Id, used.State), CancellationToken.None).ConfigureAwait(false);
        return new Spending.Spent(used);
    }

    private async ValueTask<Spending> RefuseAsync(Approval approval, CancellationToken cancellationToken)
    {
        if (approval.State == ApprovalState.Expired)
        {
            await expiry.SettleAsync(approval.Id, cancellationToken).ConfigureAwait(false);
        }

        return await RefuseAsync(approval, ApprovalReasons.Unspendable(approval), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Spending> RefuseAsync(Approval approval, Reason reason, CancellationToken cancellationToken)
    {
        await journal.RejectAsync(approval, reason, cancellationToken).ConfigureAwait(false);
        return new Spending.Refused(reason);
    }

    private ValueTask<StoredApproval?> FindAsync(ApprovalId id, CancellationToken cancellationToken) =>
        state.ReadAsync(connection => ApprovalRows.Find(connection, id, clock.Now), cancellationToken);
}
