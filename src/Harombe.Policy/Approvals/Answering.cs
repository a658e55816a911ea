using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.State;
using Harombe.Policy.Approvals.Edits;
using Harombe.Policy.Approvals.Grants;
using Harombe.Policy.Approvals.Quorums;

namespace Harombe.Policy.Approvals;

/// <summary>
/// Takes answers. The row is claimed first, which lets one answer through; then the record; then the answer counts. A crash after the claim takes a
/// yes back and lets a no stand: see <see cref="ApprovalAftermath"/>.
/// </summary>
internal sealed class Answering(
    IStateStore state,
    ApprovalJournal journal,
    ApprovalExpiry expiry,
    ApprovalSeals seals,
    ApprovalWatchers watchers,
    EditCheck edits,
    Granting granting,
    Endorsing endorsing,
    WithheldArguments withheld,
    SteadyClock clock)
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

        // What is shown must be what was asked, or the yes would be to something else. A no needs no question; one that is closed says what became of it.
        if (answer.Approve && found.Approval.State == ApprovalState.Waiting && seals.RefuseQuestion(found) is { } altered)
        {
            return await RejectAsync(found.Approval, altered, cancellationToken).ConfigureAwait(false);
        }

        if (answer.Approve && found.Approval.State == ApprovalState.Waiting && (edits.Refuse(found, answer) ?? granting.Refuse(found, answer)) is { } unfit)
        {
            return await RejectAsync(found.Approval, unfit, cancellationToken).ConfigureAwait(false);
        }

        var several = answer.Approve && found.Approval.Terms is { Demand.Quorum: > 1 };
        if (several && await EndorseAsync(found, answer, cancellationToken).ConfigureAwait(false) is { } ended)
        {
            return ended;
        }

        return await CountAsync(found, answer, several, cancellationToken).ConfigureAwait(false);
    }

    // Null when enough people have said yes by now, so that the yes counts.
    private async ValueTask<AnswerOutcome?> EndorseAsync(StoredApproval found, ApprovalAnswer answer, CancellationToken cancellationToken)
    {
        var (stored, enough) = await endorsing.EndorseAsync(found, answer, cancellationToken).ConfigureAwait(false);
        if (enough)
        {
            return null;
        }

        if (stored is not null)
        {
            return new AnswerOutcome.Recorded(stored.Approval);
        }

        var now = await FindAsync(found.Approval.Id, cancellationToken).ConfigureAwait(false);
        return now is { Approval: { State: ApprovalState.Waiting, Terms: { } terms } waiting }
            ? await RejectAsync(waiting, ApprovalReasons.Twice(AnswerDemand.PersonOf(answer.By.Id), terms.Demand.Quorum), cancellationToken).ConfigureAwait(false)
            : await TooLateAsync(found.Approval.Id, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<AnswerOutcome> CountAsync(StoredApproval found, ApprovalAnswer answer, bool several, CancellationToken cancellationToken)
    {
        var (now, id) = (clock.Now, found.Approval.Id);
        var edit = answer is { Approve: true, Edited: { } changed } ? seals.Edit(found.Approval, changed) : null;
        if (!await state.WriteAsync(connection => ApprovalChanges.Claim(connection, id, answer, now, edit), cancellationToken).ConfigureAwait(false))
        {
            // Of several who say yes at once one closes the question; the yes of each is in it.
            return several && await FindAsync(id, cancellationToken).ConfigureAwait(false) is { Approval: { State: ApprovalState.Approved or ApprovalState.Spent } closed }
                ? new AnswerOutcome.Recorded(closed)
                : await TooLateAsync(id, cancellationToken).ConfigureAwait(false);
        }

        // Claimed: from here on a caller that goes away must not leave the question half answered.
        var answered = found.Approval with
        {
            State = answer.Approve ? ApprovalState.Approved : ApprovalState.Denied,
            AnsweredBy = answer.By.Id,
            AnsweredVia = answer.Channel,
            AnsweredAt = now,
            AnswerReason = answer.Reason,
            Edited = edit is null ? null : JsonElement.Parse(CanonicalJson.Write(answer.Edited ?? default)),
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
        else if (edit is not null)
        {
            // What runs is what the person wrote.
            withheld.Forget(id);
        }

        // Before the call goes on: it may make the next one at once, and that one shall find it.
        var grant = answer is { Approve: true, Grant: { } terms } ? await granting.GiveAsync(found, answer, terms).ConfigureAwait(false) : null;
        watchers.Publish(answered);
        return new AnswerOutcome.Recorded(answered, grant);
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
