using System.Collections.Immutable;
using Harombe.Core.Decisions;
using Harombe.Policy.Rules.Clauses;

namespace Harombe.Policy.Rules;

/// <summary>
/// The rules about one tool. Which of them speaks is found by gates that leave out many at a time, so that hundreds of rules about one tool cost what few do.
/// Immutable but for what it remembers; thread-safe.
/// </summary>
internal sealed class ToolRules
{
    private readonly ImmutableArray<RuleGate> gates;
    private readonly Finding?[] said;
    private readonly bool takesAnyFlow;

    public ToolRules(ImmutableArray<Rule> rules)
    {
        Rules = rules;
        said = new Finding?[rules.Length];
        takesAnyFlow = rules.Any(rule => rule.AnyFlow);
        Counting = [.. rules.SelectMany(rule => rule.Clauses).OfType<ICounting>()];
        gates = [.. rules.Select((rule, order) => new GatedRule(order, rule.Clauses)).GroupBy(gated => rules[gated.Order].Verdict)
            .OrderBy(group => group.Key).Select(group => RuleGate.Of(null, [.. group], []))];
    }

    /// <summary>Those that deny, then those that ask, then those that allow; by name among those.</summary>
    public ImmutableArray<Rule> Rules { get; }

    /// <summary>The clauses that count what is let through.</summary>
    public ImmutableArray<ICounting> Counting { get; }

    /// <summary>The place among <see cref="Rules"/> of the first that matches; null where none does.</summary>
    public int? First(CallFacts facts)
    {
        foreach (var gate in gates)
        {
            var order = gate.First(facts, int.MaxValue);
            if (order != int.MaxValue)
            {
                return order;
            }
        }

        return null;
    }

    /// <summary>Whether a rule that matches allows the call whatever the origin of its values.</summary>
    public bool TakesAnyFlow(CallFacts facts)
    {
        if (takesAnyFlow)
        {
            foreach (var rule in Rules)
            {
                if (rule is { Verdict: Verdict.Allow, AnyFlow: true } && rule.Matches(facts))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>What the rule at a place says of a call; put into words once.</summary>
    public Finding Says(int order, string tool) => said[order] ??= RuleReasons.Of(Rules[order], tool);
}
