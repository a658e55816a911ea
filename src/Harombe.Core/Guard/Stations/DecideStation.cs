using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;

namespace Harombe.Core.Guard.Stations;

/// <summary>Station 3. Asks policy. Only an explicit "allow" or "ask" goes on.</summary>
internal sealed class DecideStation(IDecisions decisions) : GuardStation
{
    public override Station Place => Station.Decide;

    private protected override async ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken)
    {
        var decision = await decisions.DecideAsync(call.Checked, cancellationToken).ConfigureAwait(false);
        decision = Revealing(call.Tool.Definition, decision);
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

    // Said here, so that no policy can forget it: whoever approves must see which tools hold a credential in their hands.
    private static Decision Revealing(ToolDefinition tool, Decision decision) => tool.Revealed.IsDefaultOrEmpty ? decision : decision with
    {
        Message = $"{decision.Message} It is given the value of {string.Join(", ", tool.Revealed)} itself (reveal: true), which is weaker than a placeholder.",
    };
}
