using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Flow;
using Harombe.Policy.Provenance.Tools;
using Harombe.Policy.Risks;

namespace Harombe.Policy.Rules;

/// <summary>
/// What holds where no rule matched: reading runs; an effect that the user's own words ask for, with every value that decides where it lands, runs unless
/// the profile is locked down; everything else is put before a person. Pure.
/// </summary>
internal static class DefaultDecision
{
    public static Decision Of(CallFacts facts, PolicySnapshot snapshot)
    {
        var reads = Reads(facts.Profile, facts.Risk) || (facts.Risk == Risk.Low && facts.Profile.Has(Effect.Read));
        var call = facts.Call;
        if (reads && (facts.Profile.OnlyReads || facts.Flow is { Vouched: true } || (call.Face != Face.Chat && facts.Flow is null or { Concerns: [] })))
        {
            return new Decision(Verdict.Allow, "default.reading", facts.Risk, $"'{call.Tool.Name}' only reads and its risk is low.", "Nothing is needed.", snapshot.Version);
        }

        if (facts.Flow is { Vouched: true } && IsKnown(call.Tool) && snapshot.Profile != PolicyProfile.LockedDown && !facts.Profile.Has(Effect.Run))
        {
            return new Decision(
                Verdict.Allow,
                "flow.vouched",
                facts.Risk,
                $"What the user wrote asks for '{call.Tool.Name}' and vouches for everything that decides where it lands.",
                "Nothing is needed.",
                snapshot.Version);
        }

        if (snapshot.Profile == PolicyProfile.Developer && Developing.Covers(facts))
        {
            return new Decision(
                Verdict.Allow, "developer.workspace", facts.Risk, $"'{call.Tool.Name}' stays inside of the workspace, and nothing from outside decides what it does.", "Nothing is needed.", snapshot.Version);
        }

        var asks = AskReasons.Of(call.Tool, facts.Flow);
        return new Decision(Verdict.Ask, facts.Flow is { Concerns: [var first, ..] } ? first.Rule : "default.ask", RiskOf(facts), asks.Message, asks.Remedy, snapshot.Version);
    }

    public static bool Reads(ToolProfile profile, Risk risk) => risk == Risk.Low && profile.OnlyReads;

    /// <summary>What the approver sees: a step more where something that was read speaks to the model.</summary>
    public static Risk RiskOf(CallFacts facts) => facts.Flow is { Marked: true, Vouched: false } ? InferredRisk.Raise(facts.Risk) : facts.Risk;

    /// <summary>A value that decides where the effect lands, or what it carries, and comes from outside or from nowhere: no rule allows that in passing.</summary>
    public static FlowConcern? FromOutside(CallFacts facts) => facts is { Flow: { } flow, Read.Outside: true }
        ? flow.Concerns.FirstOrDefault(concern => concern.Origin <= Origin.Outside && concern.Rule is "flow.destination" or "flow.credential" or "flow.code" or "flow.content" or "flow.three" or "flow.forgotten")
        : null;

    // What nobody trustworthy has said anything of is asked about, whatever its words promise.
    private static bool IsKnown(ToolDefinition tool) => tool.Risk is Risk.Low or Risk.Medium or Risk.High || (tool.Risk == Risk.Unknown && tool.SourceTrusted);
}
