using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;

namespace Harombe.Core.Guard.Stations;

/// <summary>
/// Station 4. Where policy asks, a call without an answer ends here as pending and frees its stack; a call that presents an answer spends it. The
/// spending is durable before the intent: a crash in between means spent, not run. A standing answer that covers the call is looked for before anybody is asked.
/// </summary>
internal sealed class ApproveStation(IApprovals approvals, IGrants grants) : GuardStation
{
    public override Station Place => Station.Approve;

    private protected override async ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken)
    {
        var decision = call.Decision ?? throw new InvalidOperationException("The call was not decided.");
        if (call.Request.DryRun != DryRunFor.None && decision.Verdict != Verdict.Allow)
        {
            call.Refuse("dryrun.asks", "Policy wants a person to look at the dry run itself, and nobody is asked about one.", decision.Remedy);
        }
        else if (call.Request.AskOnly)
        {
            // There is no way on from here.
            await AskAsync(call, decision, cancellationToken).ConfigureAwait(false);
        }
        else if (call.Checked.Approval is { } approval)
        {
            // Also where policy would let it run by now: a call that was put before a person goes by what became of that, and a no stays one.
            await SpendAsync(call, approval, decision, next, cancellationToken).ConfigureAwait(false);
        }
        else if (decision.Verdict == Verdict.Allow)
        {
            await next().ConfigureAwait(false);
        }
        else if (await grants.UseAsync(call.Checked, decision, cancellationToken).ConfigureAwait(false) is { } grant)
        {
            call.Granted = grant.Id;
            await next().ConfigureAwait(false);
        }
        else
        {
            await PutAsync(call, decision, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask AskAsync(GuardedCall call, Decision decision, CancellationToken cancellationToken)
    {
        if (call.Checked.Approval is { } asked)
        {
            // Looked at and not spent: it is used when the call's turn has come.
            call.Result = await approvals.FindAsync(asked, cancellationToken).ConfigureAwait(false) is { State: ApprovalState.Waiting } waiting && waiting.Call == call.Checked.Id
                ? new CallResult.Pending(waiting)
                : new CallResult.Held();
        }
        else if (decision.Verdict == Verdict.Allow || await grants.FindAsync(call.Checked, decision, cancellationToken).ConfigureAwait(false) is not null)
        {
            call.Result = new CallResult.Held();
        }
        else
        {
            await PutAsync(call, decision, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask PutAsync(GuardedCall call, Decision decision, CancellationToken cancellationToken)
    {
        switch (await approvals.AskAsync(call.Checked, decision, cancellationToken).ConfigureAwait(false))
        {
            case AskOutcome.Asked asked:
                call.AskedBefore = asked.Before;
                call.Result = new CallResult.Pending(asked.Approval);
                break;
            case AskOutcome.Refused unasked:
                call.Refuse(unasked.Reason);
                break;
            case var unknown:
                throw new InvalidOperationException($"Unknown outcome of asking {unknown.GetType().Name}.");
        }
    }

    private async ValueTask SpendAsync(GuardedCall call, ApprovalId approval, Decision decision, Func<ValueTask> next, CancellationToken cancellationToken)
    {
        switch (await approvals.SpendAsync(approval, call.Checked, decision, cancellationToken).ConfigureAwait(false))
        {
            case Spending.Spent spent:
                call.Spent = spent.Approval.Id;
                await next().ConfigureAwait(false);
                break;
            case Spending.Waiting waiting:
                call.Result = new CallResult.Pending(waiting.Approval);
                break;
            case Spending.Refused refused:
                call.Refuse(refused.Reason);
                break;
            case var unknown:
                throw new InvalidOperationException($"Unknown spending {unknown.GetType().Name}.");
        }
    }
}
