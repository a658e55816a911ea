using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;

namespace Harombe.Core.Guard.Stations;

/// <summary>
/// Station 1. Brings the arguments into canonical form, so that every later station, the record and the tool see the same value, and stops or
/// cleans those that hold a secret. Where the person who said yes changed the arguments, it is theirs that enter here, so that every station checks them as it would have
/// checked the caller's; where the person was asked about a secret, those that wait in memory. On the way back it records a call that was stopped.
/// </summary>
internal sealed class ReceiveStation(
    IApprovals approvals, WithheldArguments withheld, ISecretScanner scanner, ScanEffects effects, IAuditLog audit, GuardLimits limits, TimeProvider clock) : GuardStation
{
    public override Station Place => Station.Receive;

    private protected override async ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken)
    {
        var presented = await PresentedAsync(call, cancellationToken).ConfigureAwait(false);
        // Whether they are really a person's is for the station that spends the approval: it is bound to them.
        var edited = presented is { State: ApprovalState.Approved } ? presented.Edited : null;
        var given = edited ?? Given(call.Request, presented);
        if (Receive(call, given ?? presented!.Arguments) && call.Fault is null) // not null: without a question the request's own are given
        {
            if (given is null)
            {
                RefuseGone(call, presented!); // not null: likewise
            }
            else if (await MayGoOnAsync(call, presented).ConfigureAwait(false))
            {
                await next().ConfigureAwait(false);
                EditNote.Add(call, edited is not null);
            }
        }

        await RecordStopAsync(call).ConfigureAwait(false);
    }

    // The question that the call was told to wait for; another call's or another principal's is none.
    private async ValueTask<Approval?> PresentedAsync(GuardedCall call, CancellationToken cancellationToken)
    {
        try
        {
            return call.Request.Approval is { } id
                && await approvals.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } found
                && found.Call == call.Request.Id && found.Principal == call.Request.Principal.Id ? found : null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Fail(call, e);
            return null;
        }
    }

    // Null where they waited in memory and are gone. What may be shown of them never takes their place.
    private JsonElement? Given(CallRequest request, Approval? presented) => presented is { WithheldSeal: not null } && request.Kept
        ? presented.State is ApprovalState.Waiting or ApprovalState.Approved ? withheld.Find(presented.Id) : null
        : request.Arguments;

    private void RefuseGone(GuardedCall call, Approval presented)
    {
        try
        {
            call.Arguments = scanner.RedactJson(call.Checked.Arguments, out _);
            call.Refuse(ClosedQuestions.Of(presented));
        }
        catch (Exception e)
        {
            Fail(call, e);
        }
    }

    // Whatever is wrong with the arguments, the call is known from here on: a refusal that leaves no trace would let a caller try in silence.
    private bool Receive(GuardedCall call, JsonElement given)
    {
        var request = call.Request;
        var canonical = ToolArguments.TryCreate(given, request.Label, request.Labels, out var arguments, out var fault);
        call.Call = new ToolCall(
            request.Id,
            call.Tool.Definition,
            arguments ?? ToolArguments.Nothing(request.Label),
            request.Principal,
            request.Session,
            request.Face,
            request.Approval,
            request.Patience);
        call.Arguments = Redaction.Withheld;
        if (!canonical)
        {
            call.Refuse("call.arguments", fault!, "Send the arguments as one JSON object by the tool's input schema."); // not null: they have no canonical form
            return false;
        }

        if (arguments!.Canonical.Length > limits.Arguments) // not null: they have a canonical form
        {
            call.Refuse(
                "call.size",
                $"The arguments are {arguments.Canonical.Length} bytes; at most {limits.Arguments} are taken.",
                "Send less, or raise limits.arguments in harombe.yaml.");
            return false;
        }

        return true;
    }

    private async ValueTask<bool> MayGoOnAsync(GuardedCall call, Approval? presented)
    {
        try
        {
            call.Arguments = scanner.RedactJson(call.Checked.Arguments, out var findings);
            if (findings.Kinds.Count == 0)
            {
                return true;
            }

            // Once for each call: one that comes back with its answer is no news. Its intent names them again.
            if (presented is not { WithheldSeal: not null } || findings.IsOwn)
            {
                await audit.AppendAsync(
                    new SecretsRedacted(call.Request.Id, call.Request.Principal.Id, "arguments", findings.Kinds) { Time = clock.GetUtcNow() }, CancellationToken.None).ConfigureAwait(false);
            }

            return ChosenEffect.On(call, findings, scanner, effects.Arguments);
        }
        catch (Exception e)
        {
            // What could not be scanned counts as a secret: it is refused, and the record says so without it.
            Fail(call, e);
            return false;
        }
    }

    // Without the caller's cancellation: a caller must not be able to keep a refusal out of the record by hanging up.
    private async ValueTask RecordStopAsync(GuardedCall call)
    {
        var (how, reason) = call.Result switch
        {
            CallResult.Refused refused when !call.Intended => ("refused", refused.Reason),
            // Said once for each question: one that is looked at again is no news.
            CallResult.Pending pending when pending.Approval.Id != call.Request.Approval && !call.AskedBefore => ("pending", new Reason(pending.Approval.Rule, "waiting for " + pending.Approval.Id, "")),
            _ => ("", null!), // not null where it is used: an empty "how" returns at once
        };
        if (how.Length == 0)
        {
            return;
        }

        var entry = new CallStopped(call.Checked, call.Arguments, how, reason, call.Decision) { Time = clock.GetUtcNow() };
        await audit.AppendAsync(entry, CancellationToken.None).ConfigureAwait(false);
    }
}
