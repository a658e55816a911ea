using System.Collections.Immutable;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Flow;
using Harombe.Policy.Provenance.Sessions;
using Harombe.Policy.Provenance.Sources;
using Harombe.Policy.Risks;
using Harombe.Policy.Risks.Learning;
using Harombe.Policy.Rules.History;

namespace Harombe.Policy.Rules;

/// <summary>
/// Decides. Who may not ask is refused before anything else. Then the operator's rules: among those that match, deny beats ask beats allow, wherever they
/// stand. Values from outside ask whatever a rule allows, unless it says that it takes them. The profile's defaults hold where no rule matched. Thread-safe.
/// </summary>
internal sealed class PolicyDecisions(ISessions sessions, ToolProfiles profiles, PolicyHolder policy, RuleUsage usage, LearningFromRecord? learning = null, Reviewing? reviewing = null) : IDecisions
{
    /// <summary>Raised by whoever changes what a built-in rule means, so that no answer given under the old meaning counts under the new one.</summary>
    public const string BuiltIn = "builtin-4";

    private static readonly ImmutableArray<IRule> Access = [new CallerRule(), new ToolScopeRule()];

    public async ValueTask<Decision> DecideAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        var snapshot = policy.Current;
        var profile = profiles.Of(call.Tool);
        var risk = InferredRisk.Of(call.Tool, profile);
        var rules = snapshot.About(call.Tool.Name.Value);
        LearnedRisk? learned = null;
        if (learning is not null && !DefaultDecision.Reads(profile, risk))
        {
            var history = await learning.CurrentAsync(cancellationToken).ConfigureAwait(false);
            learned = history.Of(call.Tool, profile, call.Arguments.Value);
            risk = learned is null ? risk : InferredRisk.Raise(risk);
        }

        var facts = new CallFacts(call, profile, risk, null, SessionReads.Nothing, usage.Now, usage) { Learned = learned };

        string? prompt = null;

        // What only reads needs no tracing, unless a rule speaks of it.
        if (!rules.IsEmpty || !DefaultDecision.Reads(profile, risk))
        {
            (facts, prompt) = await sessions.ReadAsync(call, session => (Trace(facts, session), session.Prompts.LastOrDefault()), cancellationToken).ConfigureAwait(false);
        }

        // Before it is decided: what is let through counts from then on.
        var inputs = DecisionInputs.Of(facts, rules);
        var decision = Decide(facts, snapshot) with { Inputs = inputs };
        if (decision.Verdict == Verdict.Allow && reviewing is not null && await reviewing.CautionAsync(facts, prompt, cancellationToken).ConfigureAwait(false) is { } caution)
        {
            facts = facts with { Caution = caution };
            decision = Cautious(decision, caution) with { Inputs = new Dictionary<string, string>(inputs ?? new Dictionary<string, string>()) { ["caution"] = caution } };
        }

        return decision.Verdict == Verdict.Ask ? decision with { Terms = QuestionTerms.Of(facts, snapshot, decision) } : decision;
    }

    /// <summary>Decides over facts that are known. Pure but for the use that rates and budgets count.</summary>
    public static Decision Decide(CallFacts facts, PolicySnapshot snapshot)
    {
        foreach (var rule in Access)
        {
            if (rule.Match(facts.Call, facts.Risk) is { } finding)
            {
                return Decided(finding, rule.Name, facts.Risk, snapshot);
            }
        }

        var about = snapshot.For(facts.Call.Tool.Name.Value);
        var decision = ByRules(facts, about, snapshot) ?? DefaultDecision.Of(facts, snapshot);
        if (decision.Verdict != Verdict.Deny)
        {
            Count(facts, about);
        }

        if (facts.Caution is { } caution)
        {
            return Cautious(decision, caution);
        }

        return facts.Learned is { } learned && decision.Verdict == Verdict.Ask ? decision with { Message = $"{decision.Message} {learned.Sentence}" } : decision;
    }

    // Whatever the reviewer says only ever turns a yes into a question.
    private static Decision Cautious(Decision decision, string caution) => decision.Verdict != Verdict.Allow ? decision : decision with
    {
        Verdict = Verdict.Ask,
        Rule = "reviewer.caution",
        Message = $"The reviewer wants a person to look: {caution}",
        Remedy = "An approver must say yes to this exact call: harombe approvals approve <id>, or the approvals page.",
    };

    private static Decision? ByRules(CallFacts facts, ToolRules about, PolicySnapshot snapshot)
    {
        if (about.First(facts) is not { } place)
        {
            return null;
        }

        var rule = about.Rules[place];
        if (rule.Verdict == Verdict.Allow && DefaultDecision.FromOutside(facts) is { } concern && !about.TakesAnyFlow(facts))
        {
            return Decided(AskReasons.Of(facts.Call.Tool, facts.Flow), concern.Rule, DefaultDecision.RiskOf(facts), snapshot);
        }

        return Decided(about.Says(place, facts.Call.Tool.Name.Value), rule.Name, DefaultDecision.RiskOf(facts), snapshot);
    }

    private static void Count(CallFacts facts, ToolRules about)
    {
        foreach (var counting in about.Counting)
        {
            facts.Usage.Add(counting.Key, facts.Call.Principal.Id.Value, Math.Max(0, counting.Amount(facts)));
        }
    }

    internal static CallFacts Trace(CallFacts facts, SessionText session) => facts with
    {
        Flow = facts.Call.Face == Face.Chat
            ? FlowReview.Of(facts.Profile, facts.Call.Arguments.Value, session)
            : ClientReview.Of(facts.Profile, facts.Call.Arguments.Value, session),
        Read = new SessionReads(
            session.Sources.Where(source => source.Call is not null).Select(source => source.Call!.Tool).ToHashSet(StringComparer.Ordinal), // not null: just asked
            session.HasResults || session.HasGaps,
            session.ReadPrivate),
    };

    private static Decision Decided(Finding finding, string rule, Risk risk, PolicySnapshot snapshot) =>
        new(finding.Verdict, rule, risk, finding.Message, finding.Remedy, snapshot.Version);
}
