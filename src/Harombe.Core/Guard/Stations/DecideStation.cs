using Harombe.Core.Calls;
using Harombe.Core.Decisions;

namespace Harombe.Core.Guard.Stations;

/// <summary>Station 3. Asks policy. Only an explicit "allow" or "ask" goes on.</summary>
internal sealed class DecideStation(IDecisions decisions) : GuardStation
{
    public override Station Place => Station.Decide;

    private protected override async ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken)
    {
        var decision = await decisions.DecideAsync(call.Checked, cancellationToken).ConfigureAwait(false);
        call.Decision = decision;
        if (decision.Verdict is Verdict.Allow or Verdict.Ask)
        {
            await next().ConfigureAwait(false);
        }
        else
        {
            call.Refuse(new Reason(decision.Rule, decision.Message, decision.Remedy));
        }
    }
}
