using System.Collections.Immutable;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;
using Harombe.Policy.Rules.Clauses;

namespace Harombe.Policy.Rules;

/// <summary>Where a rule is written.</summary>
internal readonly record struct RulePlace(string File, int Line)
{
    public override string ToString() => $"{File}:{Line}";
}

/// <summary>One rule of the operator's. It matches when every one of its clauses does. Immutable.</summary>
/// <param name="Name">Its name, which refusals and the record carry.</param>
/// <param name="Verdict">What it says of a call that it matches.</param>
/// <param name="Tools">The tools it is about; none means all.</param>
/// <param name="Clauses">What must hold, the cheap ones first.</param>
/// <param name="AnyFlow">Of an allow: whether it holds whatever the origin of the values.</param>
/// <param name="Reason">The operator's own words, or null.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record Rule(
    string Name, Verdict Verdict, ImmutableArray<ToolGlob> Tools, ImmutableArray<Clause> Clauses, bool AnyFlow, string? Reason, RulePlace Place)
{
    /// <summary>Hash of what it says, wherever it stands: another one means another rule.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Of a rule that asks: who may answer.</summary>
    public AnswerDemand Demand { get; init; } = AnswerDemand.Anybody;

    public bool IsAbout(string tool)
    {
        if (Tools.IsEmpty)
        {
            return true;
        }

        foreach (var glob in Tools)
        {
            if (glob.Covers(tool))
            {
                return true;
            }
        }

        return false;
    }

    public bool Matches(CallFacts facts)
    {
        foreach (var clause in Clauses)
        {
            if (!clause.Matches(facts))
            {
                return false;
            }
        }

        return true;
    }
}
