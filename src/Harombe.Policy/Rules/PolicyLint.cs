using Harombe.Core.Decisions;
using Harombe.Policy.Rules.Reading;

namespace Harombe.Policy.Rules;

/// <summary>Finds what is surely not meant in a policy that holds: rules that can never count because another always speaks first. Pure.</summary>
internal static class PolicyLint
{
    public static IEnumerable<PolicyFault> Of(PolicySnapshot snapshot)
    {
        foreach (var rule in snapshot.Rules)
        {
            // A stronger rule without a clause of its own speaks of every call to the tools it is about.
            if (snapshot.Rules.FirstOrDefault(other => other != rule && other.Verdict < rule.Verdict && other.Clauses.IsEmpty && CoversAll(other, rule)) is { } shadow)
            {
                yield return new PolicyFault(
                    rule.Place,
                    $"The rule '{rule.Name}' never counts: '{shadow.Name}' ({shadow.Place}) always {(shadow.Verdict == Verdict.Deny ? "denies" : "asks")} first",
                    "Narrow the other rule, or take this one out",
                    IsWarning: true);
            }

            if (rule is { Verdict: Verdict.Allow, AnyFlow: true, Clauses.IsEmpty: true })
            {
                yield return new PolicyFault(
                    rule.Place, $"The rule '{rule.Name}' lets every call through, whatever its values come from", "Say who, or which arguments", IsWarning: true);
            }
        }
    }

    private static bool CoversAll(Rule wide, Rule narrow) => wide.Tools.IsEmpty
        || (!narrow.Tools.IsEmpty && narrow.Tools.All(glob => wide.Tools.Any(other => other.Covers(glob.Pattern))));
}
