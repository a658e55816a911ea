using Harombe.Core.Approvals;
using Harombe.Core.State;

namespace Harombe.Policy.Approvals;

/// <summary>
/// Finishes what a crash left between a change and its record. A yes is taken back: whoever gave it was never told that it counted. A no and a
/// spending stand, and the record learns of them now.
/// </summary>
internal sealed class ApprovalAftermath(IStateStore state, ApprovalJournal journal, SteadyClock clock)
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
    }
}
