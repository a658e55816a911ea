using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.State;

namespace Harombe.Policy.Approvals;

/// <summary>
/// Takes answers. The row is claimed first, which lets one answer through; then the record; then the answer counts. A crash after the claim takes a
/// yes back and lets a no stand: see <see cref="ApprovalAftermath"/>.
/// </summary>
internal sealed class Answering(
    IStateStore state, ApprovalJournal journal, ApprovalExpiry expiry, ApprovalSeals seals, ApprovalWatchers watchers, SteadyClock clock)
{
    public async ValueTask<AnswerOutcome> AnswerAsync(ApprovalId id, ApprovalAnswer answer, CancellationToken cancellationToken)
    {
        var found = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            return new AnswerOutcome.Rejected(ApprovalReasons.Unknown(id));
        }

        // Authority comes before state: who may not answer doesn't learn what became of the question.
        if (AnswerAuthority.Refuse(found.Approval, answer) is { } refusal)
        {
            return await RejectAsync(found.Approval, refusal, cancellationToken).ConfigureAwait(false);
        }

        // What is shown must be what was asked, or the yes would be to something else. A no needs no question.
        if (answer.Approve && seals.RefuseQuestion(found) is { } altered)
        {
            return await RejectAsync(found.Approval, altered, cancellationToken).ConfigureAwait(false);
        }

        var now = clock.Now;
        if (!await state.WriteAsync(connection => ApprovalChanges.Claim(connection, id, answer, now), cancellationToken).ConfigureAwait(false))
        {
            return await TooLateAsync(id, cancellationToken).ConfigureAwait(false);
        }

        // Claimed: from here on a caller that goes away must not leave the question half answered.
        var answered = found.Approval with
        {
            State = answer.Approve ? ApprovalState.Approved : ApprovalState.Denied,
            AnsweredBy = answer.By.Id,
            AnsweredVia = answer.Channel,
            AnsweredAt = now,
            AnswerReason = answer.Reason,
        };
        await RecordAsync(answered).ConfigureAwait(false);
        var seal = answer.Approve ? seals.Yes(answered) : null;
        if (!await state.WriteAsync(connection => ApprovalChanges.MarkRecorded(connection, id, answered.State, seal), CancellationToken.None).ConfigureAwait(false))
        {
            return await TooLateAsync(id, CancellationToken.None).ConfigureAwait(false);
        }

        if (!answer.Approve)
        {
            expiry.Forget(id);
        }

        watchers.Publish(answered);
        return new AnswerOutcome.Recorded(answered);
    }

    private async ValueTask RecordAsync(Approval answered)
    {
        try
        {
            await journal.RecordAsync(answered, ApprovalRows.Word(answered.State), CancellationToken.None).ConfigureAwait(false);
        }
        catch when (answered.State == ApprovalState.Approved)
        {
            await state.WriteAsync(connection => ApprovalChanges.Release(connection, answered.Id), CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<AnswerOutcome> TooLateAsync(ApprovalId id, CancellationToken cancellationToken)
    {
        await expiry.SettleAsync(id, cancellationToken).ConfigureAwait(false);
        return await FindAsync(id, cancellationToken).ConfigureAwait(false) is { Approval: var now }
            ? await RejectAsync(now, ApprovalReasons.Unanswerable(now), cancellationToken).ConfigureAwait(false)
            : new AnswerOutcome.Rejected(ApprovalReasons.Unknown(id));
    }

    private async ValueTask<AnswerOutcome> RejectAsync(Approval approval, Reason reason, CancellationToken cancellationToken)
    {
        await journal.RejectAsync(approval, reason, cancellationToken).ConfigureAwait(false);
        return new AnswerOutcome.Rejected(reason);
    }

    private ValueTask<StoredApproval?> FindAsync(ApprovalId id, CancellationToken cancellationToken) =>
        state.ReadAsync(connection => ApprovalRows.Find(connection, id, clock.Now), cancellationToken);
}
