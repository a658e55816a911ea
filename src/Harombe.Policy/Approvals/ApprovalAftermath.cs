using Harombe.Core.Approvals;
using Harombe.Core.State;

namespace Harombe.Policy.Approvals;

/// <summary>
/// Finishes what a crash left between a change and its record. A yes is taken back: whoever gave it was never told that it counted. A no and a
/// spending stand, and the record learns of them now. Questions whose arguments were in memory only are taken back: nobody shall think about what can't run.
/// </summary>
internal sealed class ApprovalAftermath(IStateStore state, ApprovalJournal journal, Withdrawing withdrawing, WithheldArguments withheld, SteadyClock clock)
{
    /// <summary>Run once, before anything else uses the store.</summary>
    public async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        var unrecorded = await state.ReadAsync(connection => ApprovalRows.Unrecorded(connection, clock.Now), cancellationToken).ConfigureAwait(false);
        foreach (var stored in unrecorded)
        {
            var id = stored.Approval.Id;
            if (stored.Kept == ApprovalState.Approved)
            {
                await state.WriteAsync(connection => ApprovalChanges.Release(connection, id), cancellationToken).ConfigureAwait(false);
                continue;
            }

            await journal.RecordAsync(stored.Approval, ApprovalRows.Word(stored.Kept), cancellationToken).ConfigureAwait(false);
            await state.WriteAsync(connection => ApprovalChanges.MarkRecorded(connection, id, stored.Kept), cancellationToken).ConfigureAwait(false);
        }

        // Not where a person has put other arguments in their place: those are kept.
        foreach (var open in await state.ReadAsync(connection => ApprovalRows.Open(connection, clock.Now), cancellationToken).ConfigureAwait(false))
        {
            if (open.Approval is { WithheldSeal: not null, State: ApprovalState.Waiting or ApprovalState.Approved, Edited: null } gone && withheld.Find(gone.Id) is null)
            {
                await withdrawing.WithdrawAsync(gone.Id, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
