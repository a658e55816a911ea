using System.Collections.Immutable;
using Harombe.Policy.Rules.Clauses;

namespace Harombe.Policy.Rules;

/// <summary>A rule behind a gate: its place among all the rules about the tool, and what is left to be asked of it.</summary>
internal readonly record struct GatedRule(int Order, ImmutableArray<Clause> Clauses);

/// <summary>
/// Rules that share a condition, behind that condition: where it doesn't hold, none of them is looked at. The condition is a clause that all of them have, or one
/// that holds whenever one of theirs does. Immutable.
/// </summary>
internal sealed class RuleGate
{
    private const int Deepest = 4;

    private readonly Clause? gate;
    private readonly int least;
    private readonly ImmutableArray<RuleGate> inner;
    private readonly ImmutableArray<GatedRule> rules;

    private RuleGate(Clause? gate, int least, ImmutableArray<RuleGate> inner, ImmutableArray<GatedRule> rules) =>
        (this.gate, this.least, this.inner, this.rules) = (gate, least, inner, rules);

    /// <param name="gate">What all of them share; null for none.</param>
    /// <param name="rules">In their order.</param>
    /// <param name="taken">The families of clauses that stand as a gate above already.</param>
    public static RuleGate Of(Clause? gate, ImmutableArray<GatedRule> rules, ImmutableHashSet<object> taken)
    {
        var inner = ImmutableArray.CreateBuilder<RuleGate>();
        var single = ImmutableArray.CreateBuilder<GatedRule>();
        var shared = Shared(rules, taken);
        foreach (var group in rules.GroupBy(rule => Best(rule, shared, taken)))
        {
            if (group.Key is not null && taken.Count < Deepest && group.Count() > 1 && Behind(group.Key, [.. group], taken) is { } behind)
            {
                inner.Add(behind);
            }
            else
            {
                single.AddRange(group);
            }
        }

        return new RuleGate(gate, rules[0].Order, inner.ToImmutable(), [.. single.OrderBy(rule => rule.Order)]);
    }

    /// <summary>The place of the first rule that matches, or <paramref name="before"/> where none before that does.</summary>
    public int First(CallFacts facts, int before)
    {
        if (least >= before || (gate is not null && !gate.Matches(facts)))
        {
            return before;
        }

        foreach (var next in inner)
        {
            before = next.First(facts, before);
        }

        foreach (var rule in rules)
        {
            if (rule.Order >= before)
            {
                break;
            }

            if (Matches(rule, facts))
            {
                return rule.Order;
            }
        }

        return before;
    }

    private static bool Matches(GatedRule rule, CallFacts facts)
    {
        foreach (var clause in rule.Clauses)
        {
            if (!clause.Matches(facts))
            {
                return false;
            }
        }

        return true;
    }

    // A clause that they all have needs not be asked again behind the gate; one that is only of the same family does.
    private static RuleGate? Behind(object key, ImmutableArray<GatedRule> rules, ImmutableHashSet<object> taken)
    {
        var clauses = rules.Select(rule => rule.Clauses.First(clause => Equals(clause.Shape, key) || Equals(clause.Family, key))).ToList();
        if (Equals(clauses[0].Shape, key))
        {
            return Of(clauses[0], [.. rules.Select(rule => rule with { Clauses = rule.Clauses.RemoveAll(clause => Equals(clause.Shape, key)) })], taken.Add(key));
        }

        return clauses[0].Any(clauses) is { } any ? Of(any, rules, taken.Add(key)) : null;
    }

    private static Dictionary<object, int> Shared(ImmutableArray<GatedRule> rules, ImmutableHashSet<object> taken) => rules
        .SelectMany(rule => rule.Clauses.SelectMany(Keys).Distinct()).Where(key => !taken.Contains(key))
        .GroupBy(key => key).ToDictionary(group => group.Key, group => group.Count());

    // What most share leaves out most; of two, the cheaper.
    private static object? Best(GatedRule rule, Dictionary<object, int> shared, ImmutableHashSet<object> taken) => rule.Clauses
        .SelectMany(clause => Keys(clause).Select(key => (Key: key, clause.Cost))).Where(one => !taken.Contains(one.Key) && shared[one.Key] > 1)
        .OrderByDescending(one => shared[one.Key]).ThenBy(one => one.Cost).Select(one => one.Key).FirstOrDefault();

    private static IEnumerable<object> Keys(Clause clause)
    {
        if (clause.Shape is { } shape)
        {
            yield return shape;
        }

        if (clause.Family is { } family)
        {
            yield return family;
        }
    }
}
