using System.Collections.Immutable;
using Harombe.Core.Decisions;

namespace Harombe.Policy.Rules.Reading;

/// <summary>Reads who may answer: <c>answer: { by: [ann, ops.*], quorum: 2, own: never, grants: never }</c>.</summary>
internal static class DemandForm
{
    public const int MaxQuorum = 10;

    public static AnswerDemand Read(YamlKeys rule, Verdict? verdict, string file, List<PolicyFault> faults)
    {
        if (!rule.Has("answer"))
        {
            return AnswerDemand.Anybody;
        }

        if (verdict is not (Verdict.Ask or null))
        {
            rule.Fault("answer", "Only a rule that asks says who may answer", "Take 'answer' out, or write effect: ask");
        }

        var keys = new YamlKeys(rule.Node("answer"), file, faults, "'answer'", "by", "quorum", "own", "grants");
        ImmutableArray<string> by = [.. RuleForm.Globs(keys, "by").Select(glob => glob.Pattern)];
        var quorum = keys.Number("quorum") ?? 1;
        if (quorum is < 1 or > MaxQuorum || quorum != decimal.Truncate(quorum))
        {
            quorum = 1;
            keys.Fault("quorum", $"The quorum is not a whole number from 1 to {MaxQuorum}", "Write how many different people must say yes");
        }

        // Without a star each name is one person at most, so that what can never be met is found here and not by somebody who waits.
        if (!by.IsEmpty && !by.Any(name => name.Contains('*', StringComparison.Ordinal)) && by.Select(name => name.Split('.')[0]).Distinct().Count() < quorum)
        {
            keys.Fault("by", $"{quorum} people must say yes, but fewer are named", "Name more of them, or lower the quorum");
        }

        return new AnswerDemand((int)quorum, by.IsEmpty ? [] : [by], Never(keys, "own"), Never(keys, "grants"));
    }

    private static bool Never(YamlKeys keys, string key) => keys.Text(key) switch
    {
        null or "allowed" => false,
        "never" => true,
        var other => RuleForm.Fault(keys, key, other, "never or allowed", true),
    };
}
