using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;

namespace Harombe.Core.Guard.Stations;

/// <summary>
/// Station 1. Brings the arguments into canonical form, so that every later station, the record and the tool see the same value, and refuses those
/// that hold a secret. On the way back it records a call that was stopped.
/// </summary>
internal sealed class ReceiveStation(ISecretScanner scanner, IAuditLog audit, GuardLimits limits, TimeProvider clock) : GuardStation
{
    public override Station Place => Station.Receive;

    private protected override async ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken)
    {
        var request = call.Request;
        if (!ToolArguments.TryCreate(request.Arguments, request.Label, request.Labels, out var arguments, out var fault))
        {
            call.Refuse("call.arguments", fault, "Send the arguments as one JSON object by the tool's input schema.");
            return;
        }

        if (arguments.Canonical.Length > limits.Arguments)
        {
            call.Refuse(
                "call.size",
                $"The arguments are {arguments.Canonical.Length} bytes; at most {limits.Arguments} are taken.",
                "Send less, or raise limits.arguments in harombe.yaml.");
            return;
        }

        call.Call = new ToolCall(
            request.Id, call.Tool.Definition, arguments, request.Principal, request.Session, request.Face, request.Approval, request.Patience);
        call.Arguments = scanner.RedactJson(arguments, out var kinds);
        if (kinds.Count == 0)
        {
            await next().ConfigureAwait(false);
        }
        else
        {
            call.Refuse(
                "scan.arguments",
                $"The arguments contain a secret ({string.Join(", ", kinds)}); nothing was run.",
                "Keep it with 'harombe secrets set <name>' and let the tool declare it; never pass it as an argument.");
        }

        await RecordStopAsync(call).ConfigureAwait(false);
    }

    // Without the caller's cancellation: a caller must not be able to keep a refusal out of the record by hanging up.
    private async ValueTask RecordStopAsync(GuardedCall call)
    {
        var (how, reason) = call.Result switch
        {
            CallResult.Refused refused when !call.Intended => ("refused", refused.Reason),
            CallResult.Pending pending => ("pending", new Reason(pending.Approval.Rule, "waiting for " + pending.Approval.Id, "")),
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
