using System.Text;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Labels;
using Harombe.Core.Tools;
using Harombe.Policy;
using Harombe.Policy.Provenance.Flow;
using Harombe.Policy.Provenance.Tools;
using Harombe.Policy.Risks;
using Harombe.Policy.Rules;
using Harombe.Policy.Rules.Reading;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.Tests.Policy.Rules;

/// <summary>Policies as an operator writes them, and calls to try them on.</summary>
internal static class Policies
{
    public static readonly FakeTimeProvider Time = new(new DateTimeOffset(2030, 1, 30, 12, 0, 0, TimeSpan.Zero)); // a Wednesday

    public static IReadOnlyList<PolicyFault> Faults(string yaml)
    {
        var faults = new List<PolicyFault>();
        PolicyReading.Read("p.yaml", Encoding.UTF8.GetBytes(yaml), faults);
        return faults;
    }

    public static PolicySnapshot Of(string yaml, PolicyProfile profile = PolicyProfile.Cautious)
    {
        var faults = new List<PolicyFault>();
        var rules = PolicyReading.Read("p.yaml", Encoding.UTF8.GetBytes(yaml), faults);
        Assert.Empty(faults);
        return new PolicySnapshot(profile, [.. rules], Encoding.UTF8.GetBytes(yaml));
    }

    /// <summary>One rule that matches by the given clauses, written in the flow form of YAML.</summary>
    public static PolicySnapshot Rule(string effect, string match) => Of($$"""rules: [ { name: r, effect: {{effect}}, match: {{match}} } ]""");

    public static CallFacts Facts(
        string tool = "mail.send", string arguments = "{}", Risk risk = Risk.Medium, Face face = Face.Mcp, FlowFinding? flow = null, SessionReads? read = null, RuleUsage? usage = null)
    {
        var definition = Calls.Tool(tool, risk);
        var call = new ToolCall(CallId.New(), definition, Calls.Arguments(arguments), Calls.Ide, new SessionId("ses_1"), face, null);
        var counted = usage ?? new RuleUsage(Time);
        return new CallFacts(call, ToolProfile.Of(definition), InferredRisk.Of(definition, ToolProfile.Of(definition)), flow, read ?? SessionReads.Nothing, counted.Now, counted);
    }

    public static Decision Decide(PolicySnapshot policy, CallFacts facts) => PolicyDecisions.Decide(facts, policy);
}
