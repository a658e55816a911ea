using System.Collections.Immutable;
using Harombe.Core.Decisions;
using Harombe.Policy.Provenance.Flow;

namespace Harombe.Policy.Rules;

/// <summary>What the question of a call must carry, by all the rules that would have asked: the first one names the decision, but an answer meets them all. Pure.</summary>
internal static class QuestionTerms
{
    private const int MaxOrigins = 64;

    public static AskTerms Of(CallFacts facts, PolicySnapshot snapshot, Decision decision)
    {
        var tool = facts.Call.Tool.Name.Value;
        var asking = snapshot.About(tool).Where(rule => rule.Verdict == Verdict.Ask && rule.Matches(facts)).ToList();
        ImmutableArray<FlowConcern> concerns = facts.Flow is { Vouched: false, Concerns: var found } ? found : [];
        return new AskTerms(
            [.. asking.Select(rule => rule.Name).Concat(concerns.Select(concern => concern.Rule)).Append(decision.Rule).Distinct().Order(StringComparer.Ordinal)],
            snapshot.MeaningOf(tool),
            Joined([.. asking.Select(rule => rule.Demand)]),
            [.. concerns.Take(MaxOrigins).Select(concern => new ValueOrigin(concern.Path, concern.Origin.ToString().ToLowerInvariant(), concern.Rule, concern.Sentence))]);
    }

    // Whoever answers answers every one of the rules, so the strictest of each holds.
    private static AnswerDemand Joined(List<AnswerDemand> demands) => demands.Count == 0 ? AnswerDemand.Anybody : new AnswerDemand(
        demands.Max(demand => demand.Quorum),
        [.. demands.SelectMany(demand => demand.By)],
        demands.Exists(demand => demand.OwnBarred),
        demands.Exists(demand => demand.Once));
}
