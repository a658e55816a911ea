using System.Security.Cryptography;
using System.Text;
using Harombe.Core.Audit;
using Harombe.Core.Calls;

namespace Harombe.Core.Guard.Stations;

/// <summary>
/// Stations 5 and 9. The intent is on stable storage before anything is leased or done; if it can't be written, nothing happens. The record takes one
/// intent per call, so a call that comes again, by whatever road, stops here.
/// </summary>
internal sealed class RecordStation(IAuditLog audit, TimeProvider clock) : GuardStation
{
    public override Station Place => Station.Record;

    private protected override async ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken)
    {
        var decision = call.Decision ?? throw new InvalidOperationException("The call was not decided.");
        var intent = new CallIntent(call.Checked, call.Arguments, decision, call.Spent) { Time = clock.GetUtcNow(), Grant = call.Granted };
        var append = await audit.AppendAsync(intent, cancellationToken).ConfigureAwait(false);
        if (append is not AuditAppend.Durable)
        {
            call.Refuse("call.once", $"The call {call.Checked.Id} has run before, or may have.", "Look at 'harombe audit tail'; make a new call if it is still wanted.");
            return;
        }

        call.Intended = true;
        var started = clock.GetTimestamp();
        await next().ConfigureAwait(false);
        await RecordOutcomeAsync(call, clock.GetElapsedTime(started)).ConfigureAwait(false);
    }

    // Without the caller's cancellation: what has happened is recorded, whoever has hung up.
    private async ValueTask RecordOutcomeAsync(GuardedCall call, TimeSpan duration)
    {
        var (ending, hash, rule) = call.Result switch
        {
            CallResult.Completed completed => (CallEnding.Completed, Hash(completed.Content), null),
            CallResult.Failed { Reason.Rule: "tool.cancelled" } failed => (CallEnding.Cancelled, null, failed.Reason.Rule),
            CallResult.Failed failed => (CallEnding.Failed, null, failed.Reason.Rule),
            CallResult.Refused { ToolRan: true } refused => (CallEnding.Withheld, null, refused.Reason.Rule),
            CallResult.Refused refused => (CallEnding.NotRun, null, refused.Reason.Rule),
            _ => (CallEnding.Indeterminate, (string?)null, (string?)null),
        };
        await audit.AppendAsync(new CallOutcome(call.Checked.Id, ending, duration, hash, rule) { Time = clock.GetUtcNow() }, CancellationToken.None).ConfigureAwait(false);
    }

    private static string Hash(ToolContent content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.PlainText)));
}
