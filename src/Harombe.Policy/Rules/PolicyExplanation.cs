using System.Collections.Immutable;
using Harombe.Core.Decisions;

namespace Harombe.Policy.Rules;

/// <summary>A decision with every rule that is about the tool, and the first clause that kept each from matching. Made by deciding, so it can't disagree.</summary>
/// <param name="Decision">What was decided.</param>
/// <param name="Rules">The rules about the tool, those that deny first.</param>
/// <param name="Concerns">What following the data found, in sentences.</param>
internal sealed record PolicyExplanation(Decision Decision, ImmutableArray<ExplainedRule> Rules, ImmutableArray<string> Concerns)
{
    public static PolicyExplanation Of(CallFacts facts, PolicySnapshot snapshot)
    {
        var decision = PolicyDecisions.Decide(facts, snapshot);
        return new PolicyExplanation(
            decision,
            [.. snapshot.About(facts.Call.Tool.Name.Value).Select(rule => new ExplainedRule(
                rule.Name, rule.Verdict, rule.Place.ToString(), rule.Clauses.FirstOrDefault(clause => !clause.Matches(facts))?.ToString(), rule.Name == decision.Rule))],
            facts.Flow is { } flow ? [.. flow.Concerns.Select(concern => concern.Sentence)] : []);
    }
}

/// <summary>One rule, and why it did or didn't match.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Verdict">Its effect.</param>
/// <param name="Place">Its file and line.</param>
/// <param name="Failed">The first of its clauses that didn't hold; null when it matched.</param>
/// <param name="Decides">Whether it is the one that decided.</param>
internal sealed record ExplainedRule(string Name, Verdict Verdict, string Place, string? Failed, bool Decides);
