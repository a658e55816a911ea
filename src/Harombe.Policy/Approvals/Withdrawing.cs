using Harombe.Core.Approvals;
using Harombe.Core.State;

namespace Harombe.Policy.Approvals;

/// <summary>
/// Takes questions back whose call was given up. The row comes first, since it errs on refusing: from then on no answer counts. The record follows; a crash
/// in between is made good at the next start (<see cref="ApprovalAftermath"/>).
/// </summary>
internal sealed class Withdrawing(IStateStore state, ApprovalJournal journal, ApprovalExpiry expiry, ApprovalWatchers watchers, SteadyClock clock)
{
    public async ValueTask WithdrawAsync(ApprovalId id, CancellationToken cancellationToken)
    {
        if (!await state.WriteAsync(connection => ApprovalChanges.Withdraw(connection, id), cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        expiry.Forget(id);
        var found = await state.ReadAsync(connection => ApprovalRows.Find(connection, id, clock.Now), CancellationToken.None).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The approval {id} has vanished.");
        await journal.RecordAsync(found.Approval, ApprovalRows.Word(ApprovalState.Withdrawn), CancellationToken.None).ConfigureAwait(false);
        await state.WriteAsync(connection => ApprovalChanges.MarkRecorded(connection, id, ApprovalState.Withdrawn), CancellationToken.None).ConfigureAwait(false);
        watchers.Publish(found.Approval);
    }
}
