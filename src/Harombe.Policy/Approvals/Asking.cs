using System.Data.Common;
using System.Security.Cryptography;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.State;
using Harombe.Core.Tools;
using Harombe.Policy.Approvals.Channels.Webhooks;
using Microsoft.Extensions.Options;

namespace Harombe.Policy.Approvals;

/// <summary>
/// Puts questions. The audit entry comes first and the row after it: a crash in between leaves a recorded question that nobody can answer, never an
/// answerable one that is not recorded. One at a time, so that a call is counted and asked about once.
/// </summary>
internal sealed class Asking(
    IStateStore state,
    ApprovalJournal journal,
    ApprovalExpiry expiry,
    SteadyClock clock,
    ApprovalSeals seals,
    BindingCheck binding,
    QuestionQueue told,
    WithheldArguments withheld,
    IOptions<PolicyOptions> options) : IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    public async ValueTask<AskOutcome> AskAsync(ToolCall call, Decision decision, CancellationToken cancellationToken)
    {
        // No person can discharge a denial, so none is asked about one.
        if (decision.Verdict == Verdict.Deny)
        {
            return new AskOutcome.Refused(new Reason(decision.Rule, decision.Message, decision.Remedy));
        }

        await oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await FirstOrSameAsync(call, decision, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private async ValueTask<AskOutcome> FirstOrSameAsync(ToolCall call, Decision decision, CancellationToken cancellationToken)
    {
        var (open, waiting) = await state.ReadAsync(
            connection => (ApprovalRows.OpenFor(connection, call.Id, clock.Now), ApprovalRows.CountWaiting(connection, call.Principal.Id, clock.Now)),
            cancellationToken).ConfigureAwait(false);
        if (open is { Approval.State: ApprovalState.Expired })
        {
            await expiry.SettleAsync(open.Approval.Id, cancellationToken).ConfigureAwait(false);
        }
        else if (open is not null)
        {
            return Same(open, call, decision);
        }

        if (waiting >= options.Value.MaxWaiting)
        {
            return new AskOutcome.Refused(ApprovalReasons.Full(options.Value.MaxWaiting));
        }

        if (call.Found is { Shown: null })
        {
            return new AskOutcome.Refused(ApprovalReasons.Unshown());
        }

        var approval = Question(call, decision);
        if (call.Found is not null && !withheld.TryKeep(approval.Id, call.Principal.Id, call.Arguments))
        {
            return new AskOutcome.Refused(WithheldArguments.Full);
        }

        var put = false;
        try
        {
            var outcome = await PutAsync(approval, call, decision, cancellationToken).ConfigureAwait(false);
            put = outcome is AskOutcome.Asked { Before: false };
            return outcome;
        }
        finally
        {
            if (!put)
            {
                withheld.Forget(approval.Id);
            }
        }
    }

    private async ValueTask<AskOutcome> PutAsync(Approval approval, ToolCall call, Decision decision, CancellationToken cancellationToken)
    {
        await journal.RecordAsync(approval, "asked", cancellationToken).ConfigureAwait(false);
        var inserted = await state.WriteAsync(
            connection => Insert(connection, approval, call, decision.PolicyVersion), cancellationToken).ConfigureAwait(false);
        if (!inserted)
        {
            // Another host asked about this call in the meantime; its question is the one that counts.
            var first = await state.ReadAsync(connection => ApprovalRows.OpenFor(connection, call.Id, clock.Now), cancellationToken).ConfigureAwait(false);
            return first is null ? new AskOutcome.Refused(ApprovalReasons.Unknown(approval.Id)) : Same(first, call, decision);
        }

        expiry.Schedule(approval);
        told.Tell(approval);
        return new AskOutcome.Asked(approval);
    }

    // With whom it is to be told to, so that a crash forgets none of them.
    private bool Insert(DbConnection connection, Approval approval, ToolCall call, string policy)
    {
        if (!ApprovalChanges.Insert(connection, approval, call, policy, seals.Question(approval)))
        {
            return false;
        }

        foreach (var channel in options.Value.Approvers)
        {
            OutboxRows.Insert(connection, approval.Id, channel, clock.Now);
        }

        return true;
    }

    // Who knows the id of another's call must not get to read that call, nor hide a changed one behind a question about the first.
    private AskOutcome Same(StoredApproval open, ToolCall call, Decision decision) =>
        binding.Refuse(open, call, decision) is { } reason ? new AskOutcome.Refused(reason) : new AskOutcome.Asked(open.Approval, Before: true);

    // What can do the most harm may want several people, whatever the rules say.
    private AskTerms? Terms(Decision decision, Risk risk)
    {
        if (risk != Risk.Critical || options.Value.CriticalQuorum <= 1)
        {
            return decision.Terms;
        }

        var terms = decision.Terms ?? new AskTerms([], "", AnswerDemand.Anybody, []);
        return terms with { Demand = terms.Demand with { Quorum = Math.Max(terms.Demand.Quorum, options.Value.CriticalQuorum) } };
    }

    private Approval Question(ToolCall call, Decision decision)
    {
        var risk = decision.Risk is Risk.Low or Risk.Medium or Risk.High ? decision.Risk : Risk.Critical;
        var now = clock.Now;
        var expires = now + ApprovalTimeouts.Of(call.Patience, risk, options.Value);
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var seal = call.Found is null ? null : seals.Withheld(call.Arguments, nonce);
        return new Approval
        {
            Id = ApprovalId.New(),
            State = ApprovalState.Waiting,
            Call = call.Id,
            Tool = call.Tool.Name,
            Arguments = call.Found is { Shown: { } shown } ? shown.Value : call.Arguments.Value,
            WithheldSeal = seal,
            Principal = call.Principal.Id,
            Session = call.Session,
            Face = call.Face,
            Risk = risk,
            Rule = decision.Rule,
            Why = decision.Message,
            AskedAt = now,
            ExpiresAt = expires,
            Binding = seals.Binding(call, decision, expires, nonce, seal),
            Nonce = nonce,
            Terms = Terms(decision, risk),
        };
    }
}
