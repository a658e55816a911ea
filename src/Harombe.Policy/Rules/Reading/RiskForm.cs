using Harombe.Core.Tools;
using Harombe.Policy.Rules.Clauses;
using YamlDotNet.RepresentationModel;

namespace Harombe.Policy.Rules.Reading;

/// <summary>Reads <c>risk: high</c> or <c>risk: { at_least: medium, at_most: high }</c>.</summary>
internal static class RiskForm
{
    public static RiskClause? Read(YamlKeys match, string file, List<PolicyFault> faults)
    {
        if (match.Node("risk") is YamlScalarNode)
        {
            var only = Of(match, "risk", Risk.Critical);
            return new RiskClause(only, only);
        }

        var keys = new YamlKeys(match.Node("risk"), file, faults, "'risk'", "at_least", "at_most");
        var (least, most) = (Of(keys, "at_least", Risk.Low), Of(keys, "at_most", Risk.Critical));
        if (least > most)
        {
            keys.Fault("at_least", "No risk is at least the one and at most the other", "Swap them");
        }

        return new RiskClause(least, most);
    }

    private static Risk Of(YamlKeys keys, string key, Risk absent) => keys.Text(key) switch
    {
        null => absent,
        "low" => Risk.Low,
        "medium" => Risk.Medium,
        "high" => Risk.High,
        "critical" => Risk.Critical,
        var other => RuleForm.Fault(keys, key, other, "low, medium, high or critical", Risk.Critical),
    };
}
