using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Core.Guard.Stations;

/// <summary>Station 3. Asks policy. Only an explicit "allow" or "ask" goes on.</summary>
internal sealed class DecideStation(IDecisions decisions, ScanEffects effects) : GuardStation
{
    public override Station Place => Station.Decide;

    private protected override async ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken)
    {
        if (call.Request.DryRun != DryRunFor.None && !call.Tool.Definition.ReadOnly)
        {
            call.Refuse("dryrun.effect", $"{call.Tool.Definition.Name} is no tool that only reads.", "Name a tool that does for showing what another one would do.");
            return;
        }

        if (Stopped(call.Checked) is { } stopped)
        {
            call.Refuse(stopped);
            return;
        }

        var decision = await decisions.DecideAsync(call.Checked, cancellationToken).ConfigureAwait(false);
        decision = SecretQuestion.In(Revealing(call.Tool.Definition, decision), call.Checked.Found, effects.Arguments);
        call.Decision = decision;
        if (effects.Arguments == ScanEffect.Ask && call.Checked is { Found: not null, Face: Face.Mcp })
        {
            // The client's own word is not enough, so whoever answers doesn't sit in front of it.
            call.Call = call.Checked with { Patience = Patience.Deferred };
        }

        if (decision.Verdict is Verdict.Allow or Verdict.Ask)
        {
            await next().ConfigureAwait(false);
        }
        else
        {
            call.Refuse(new Reason(decision.Rule, decision.Message, decision.Remedy));
        }
    }

    // Here and not in a tool's body: nobody is to be asked about a call that can't happen, and no policy can forget it.
    private static Reason? Stopped(ToolCall call) => call.Tool switch
    {
        { Blocked: { } blocked } => blocked,
        var tool when !tool.IsFor(call.Principal.Id) => new Reason(
            "tool.audience", $"{tool.Name} is not for '{call.Principal.Id}'.", $"An admin can add the principal where {tool.Origin} is configured."),
        _ => null,
    };

    // Said here, so that no policy can forget it: whoever approves must see which tools hold a credential in their hands.
    private static Decision Revealing(ToolDefinition tool, Decision decision) => tool.Revealed.IsDefaultOrEmpty ? decision : decision with
    {
        Message = $"{decision.Message} It is given the value of {string.Join(", ", tool.Revealed)} itself (reveal: true), which is weaker than a placeholder.",
    };
}
