using Harombe.Core.Approvals;
using Harombe.Core.State;

namespace Harombe.Policy.Approvals.Quorums;

/// <summary>
/// Takes a yes that is one of several. The person's place is taken first, which lets one yes of each person through; then the record; then it counts. A crash in
/// between leaves a yes that counts for nothing and that the person can give again.
/// </summary>
internal sealed class Endorsing(IStateStore state, ApprovalJournal journal, ApprovalSeals seals, QuorumCheck quorum, SteadyClock clock)
{
    /// <summary>The question as it stands after it, and whether enough have said yes; no question where the yes was not taken.</summary>
    public async ValueTask<(StoredApproval? Stored, bool Enough)> EndorseAsync(StoredApproval found, ApprovalAnswer answer, CancellationToken cancellationToken)
    {
        var approval = found.Approval;
        var yes = new Endorsement(answer.By.Id, answer.Channel, clock.Now, null);
        var taken = await state.WriteAsync(connection => EndorsementRows.Take(connection, approval.Id, yes, clock.Now), cancellationToken).ConfigureAwait(false);
        if (taken)
        {
            var endorsed = approval with { AnsweredBy = yes.By, AnsweredVia = yes.Via, AnsweredAt = yes.At };
            await journal.RecordAsync(endorsed, "endorsed", CancellationToken.None).ConfigureAwait(false);
            await state.WriteAsync(connection => EndorsementRows.MarkRecorded(connection, approval.Id, yes, seals.Endorsement(approval, yes)), CancellationToken.None).ConfigureAwait(false);
        }

        var now = await state.ReadAsync(connection => ApprovalRows.Find(connection, approval.Id, clock.Now), CancellationToken.None).ConfigureAwait(false);
        var enough = now is not null && quorum.IsMet(now);
        // Whoever gave one of enough may give it again: the last step may have failed behind it.
        return (taken || enough ? now : null, enough);
    }
}
