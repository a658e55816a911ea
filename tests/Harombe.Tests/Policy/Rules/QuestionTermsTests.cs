using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Policy.Provenance.Flow;
using Harombe.Policy.Rules;

namespace Harombe.Tests.Policy.Rules;

/// <summary>What a question carries: who may answer, which rules asked, and what they mean.</summary>
public sealed class QuestionTermsTests
{
    private const string Pay = "{ name: pay, effect: ask, match: { tool: mail.* }, answer: { by: [ann, bob], quorum: 2, own: never, grants: never } }";
    private const string Late = "{ name: late, effect: ask, match: { risk: { at_least: medium } }, answer: { by: [bob, carl.*, dora] } }";

    private static AskTerms Of(string rules, FlowFinding? flow = null)
    {
        var policy = Policies.Of($"rules: [ {rules} ]");
        var facts = Policies.Facts(face: flow is null ? Face.Mcp : Face.Chat, flow: flow);
        return QuestionTerms.Of(facts, policy, Policies.Decide(policy, facts));
    }

    [Fact]
    public void The_strictest_of_all_the_rules_that_ask_holds()
    {
        var terms = Of($"{Pay}, {Late}");
        Assert.Equal("late pay", string.Join(" ", terms.Asks));
        Assert.Equal((2, true, true), (terms.Demand.Quorum, terms.Demand.OwnBarred, terms.Demand.Once));
        Assert.Equal(["ann bob", "bob carl.* dora"], terms.Demand.By.Select(names => string.Join(' ', names)).Order());
    }

    [Fact]
    public void What_the_flow_found_is_among_what_was_asked_though_a_rule_asked_first()
    {
        var terms = Of(Pay, new FlowFinding(false, [new FlowConcern("flow.destination", "to", Origin.Outside, "It came out of a mail.")], false));
        Assert.Equal("flow.destination pay", string.Join(" ", terms.Asks));
        Assert.Equal(("to", "outside"), (terms.Origins[0].Path, terms.Origins[0].Origin));
    }

    [Theory]
    [InlineData("{ effect: ask, match: { tool: 'mail.*' }, name: pay, answer: { own: never, grants: never, quorum: 2, by: [ann, bob] } }", true)]
    [InlineData(Pay + ", { name: other, effect: deny, match: { tool: files.delete } }", true)]
    [InlineData("{ name: pay, effect: ask, match: { tool: mail.* }, answer: { by: [ann, eve], quorum: 2, own: never, grants: never } }", false)]
    [InlineData("{ name: pay, effect: ask, reason: New., match: { tool: mail.* }, answer: { by: [ann, bob], quorum: 2, own: never, grants: never } }", false)]
    [InlineData(Pay + ", { name: other, effect: allow, match: { tool: '*', principal: x } }", false)]
    public void The_meaning_changes_with_every_rule_about_the_tool_and_with_no_other(string rules, bool same)
    {
        // A plain and a quoted text are the same only where they are written the same.
        var (before, after) = (Of(Pay).Meaning, Of(rules.Replace("'mail.*'", "mail.*", StringComparison.Ordinal)).Meaning);
        Assert.Equal(same, before == after);
    }

    [Theory]
    [InlineData("effect: allow, match: { tool: a }, answer: { quorum: 2 }", "Only a rule that asks")]
    [InlineData("effect: ask, match: { tool: a }, answer: { quorum: 0 }", "The quorum is not")]
    [InlineData("effect: ask, match: { tool: a }, answer: { quorum: 1.5 }", "The quorum is not")]
    [InlineData("effect: ask, match: { tool: a }, answer: { quorum: 2, by: [ann, ann.phone] }", "fewer are named")]
    [InlineData("effect: ask, match: { tool: a }, answer: { own: no }", "'no' is not never or allowed")]
    [InlineData("effect: ask, match: { tool: a }, answer: { who: ann }", "unknown key 'who'")]
    [InlineData("effect: ask, match: { tool: a }, answer: ann", "not a mapping")]
    public void What_can_never_be_meant_is_a_fault(string rule, string says) =>
        Assert.Contains(Policies.Faults($"rules: [ {{ name: r, {rule} }} ]"), fault => fault.What.Contains(says, StringComparison.Ordinal));
}
