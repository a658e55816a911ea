using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;

namespace Harombe.Core.Guard.Stations;

/// <summary>
/// Station 1. Brings the arguments into canonical form, so that every later station, the record and the tool see the same value, and refuses those
/// that hold a secret. Where the person who said yes changed the arguments, it is theirs that enter here, so that every station checks them as it would have
/// checked the caller's. On the way back it records a call that was stopped.
/// </summary>
internal sealed class ReceiveStation(IApprovals approvals, ISecretScanner scanner, IAuditLog audit, GuardLimits limits, TimeProvider clock) : GuardStation
{
    public override Station Place => Station.Receive;

    private protected override async ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken)
    {
        var edited = await EditedAsync(call, cancellationToken).ConfigureAwait(false);
        if (Receive(call, edited ?? call.Request.Arguments) && call.Fault is null)
        {
            await next().ConfigureAwait(false);
            EditNote.Add(call, edited is not null);
        }

        await RecordStopAsync(call).ConfigureAwait(false);
    }

    // Whether they are really a person's is for the station that spends the approval: it is bound to them.
    private async ValueTask<JsonElement?> EditedAsync(GuardedCall call, CancellationToken cancellationToken)
    {
        try
        {
            return call.Request.Approval is { } id
                && await approvals.FindAsync(id, cancellationToken).ConfigureAwait(false) is { State: ApprovalState.Approved, Edited: { } edited } found
                && found.Call == call.Request.Id && found.Principal == call.Request.Principal.Id ? edited : null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Fail(call, e);
            return null;
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

        return IsClean(call, arguments);
    }

    private bool IsClean(GuardedCall call, ToolArguments arguments)
    {
        try
        {
            call.Arguments = scanner.RedactJson(arguments, out var kinds);
            if (kinds.Count > 0)
            {
                call.Refuse(
                    "scan.arguments",
                    $"The arguments contain a secret ({string.Join(", ", kinds)}); nothing was run.",
                    "Keep it with 'harombe secrets set <name>' and let the tool declare it; never pass it as an argument.");
            }

            return kinds.Count == 0;
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
