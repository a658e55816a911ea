using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Flow;
using Harombe.Policy.Rules;

namespace Harombe.Tests.Policy.Rules;

public sealed class ClauseTests
{
    [Theory]
    [InlineData("{ tool: mail.* }", true)]
    [InlineData("{ tool: [files.*, mail.send] }", true)]
    [InlineData("{ tool: mail }", false)]
    [InlineData("{ principal: ide }", true)]
    [InlineData("{ principal: 'other-*' }", false)]
    [InlineData("{ session: ses_* }", true)]
    [InlineData("{ origin: 'plugin mail *' }", true)]
    [InlineData("{ origin: 'upstream *' }", false)]
    [InlineData("{ face: mcp }", true)]
    [InlineData("{ face: chat }", false)]
    [InlineData("{ risk: medium }", true)]
    [InlineData("{ risk: { at_least: high } }", false)]
    [InlineData("{ risk: { at_most: medium } }", true)]
    [InlineData("{ arguments: [ { path: $.to, equals: ann@example.org } ] }", true)]
    [InlineData("{ arguments: [ { path: $.to, equals: ANN@example.org } ] }", false)]
    [InlineData("{ arguments: [ { path: $.n, in: [1, 2.50] } ] }", true)]
    [InlineData("{ arguments: [ { path: $.n, in: ['2.5'] } ] }", true)]
    [InlineData("{ arguments: [ { path: $.n, min: 2, max: 3 } ] }", true)]
    [InlineData("{ arguments: [ { path: $.n, min: 3 } ] }", false)]
    [InlineData("{ arguments: [ { path: $.to, matches: '.*@example[.]org' } ] }", true)]
    [InlineData("{ arguments: [ { path: $.to, matches: 'ann' } ] }", false)]
    [InlineData("{ arguments: [ { path: $.file, within: work } ] }", true)]
    [InlineData("{ arguments: [ { path: $.file, within: wor } ] }", false)]
    [InlineData("{ arguments: [ { path: $.up, within: work } ] }", false)]
    [InlineData("{ arguments: [ { path: $.url, host: api.example.com } ] }", true)]
    [InlineData("{ arguments: [ { path: $.url, host: '*.example.com' } ] }", true)]
    [InlineData("{ arguments: [ { path: $.url, host: example.com } ] }", false)]
    [InlineData("{ arguments: [ { path: $.url, host: '*.ample.com' } ] }", false)]
    [InlineData("{ arguments: [ { path: $.trick, host: api.example.com } ] }", false)]
    [InlineData("{ arguments: [ { path: '$.list[1].x', equals: b } ] }", true)]
    [InlineData("{ arguments: [ { path: '$.list[*].x', equals: a } ] }", true)]
    [InlineData("{ arguments: [ { path: '$.tags', equals: y } ] }", true)]
    [InlineData("{ arguments: [ { path: $.absent, matches: '.*' } ] }", false)]
    [InlineData("{ time: { from: '11:00', to: '13:00' } }", true)]
    [InlineData("{ time: { from: '22:00', to: '06:00' } }", false)]
    [InlineData("{ time: { days: [wed] } }", true)]
    [InlineData("{ time: { days: [sat, sun] } }", false)]
    [InlineData("{ tool: mail.*, principal: nobody }", false)]
    public void Match(string match, bool matches)
    {
        var facts = Policies.Facts(arguments: """
            {"to":"ann@example.org","n":2.5,"file":"work/a.txt","up":"work/../etc","url":"https://API.example.com:443/x","trick":"https://api.example.com@evil.example/",
             "list":[{"x":"a"},{"x":"b"}],"tags":["x","y"]}
            """);
        Assert.Equal(matches ? "r" : "default.ask", Policies.Decide(Policies.Rule("deny", match), facts).Rule);
    }

    [Fact]
    public void Rate_matches_the_call_that_is_one_too_many_and_forgets_with_time()
    {
        var (policy, usage) = (Policies.Rule("deny", "{ tool: '*', rate: { calls: 2, per: minute } }"), new RuleUsage(Policies.Time));
        Assert.Equal(Verdict.Ask, Policies.Decide(policy, Policies.Facts(usage: usage)).Verdict);
        Assert.Equal(Verdict.Ask, Policies.Decide(policy, Policies.Facts(usage: usage)).Verdict);
        Assert.Equal(Verdict.Deny, Policies.Decide(policy, Policies.Facts(usage: usage)).Verdict);
        Policies.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Verdict.Ask, Policies.Decide(policy, Policies.Facts(usage: usage)).Verdict);
    }

    [Theory]
    [InlineData("""{"amount":60}""", Verdict.Deny)]
    [InlineData("""{"amount":40}""", Verdict.Ask)]
    [InlineData("""{"amount":-40}""", Verdict.Deny)]
    [InlineData("""{"amount":"40"}""", Verdict.Deny)]
    [InlineData("""{}""", Verdict.Deny)]
    public void Budget_counts_this_call_and_takes_what_it_cannot_add_for_too_much(string arguments, Verdict verdict)
    {
        var (policy, usage) = (Policies.Rule("deny", "{ tool: '*', budget: { path: $.amount, sum: 100, per: day } }"), new RuleUsage(Policies.Time));
        Assert.Equal(Verdict.Ask, Policies.Decide(policy, Policies.Facts(arguments: """{"amount":50}""", usage: usage)).Verdict);
        Assert.Equal(verdict, Policies.Decide(policy, Policies.Facts(arguments: arguments, usage: usage)).Verdict);
    }

    [Theory]
    [InlineData("{ after: { read: outside } }", true)]
    [InlineData("{ after: { read: private } }", false)]
    [InlineData("{ after: { tool: web.* } }", true)]
    [InlineData("{ after: { tool: files.* } }", false)]
    public void After_looks_at_what_the_session_has_read(string match, bool matches) => Assert.Equal(
        matches ? "r" : "default.ask",
        Policies.Decide(Policies.Rule("deny", match), Policies.Facts(read: new SessionReads(new HashSet<string> { "web.fetch" }, Outside: true, Private: false))).Rule);

    [Fact]
    public void Untrusted_matches_the_argument_that_came_from_outside_and_without_a_prompt_every_one()
    {
        var policy = Policies.Rule("deny", "{ arguments: [ { path: $.to, from: untrusted } ] }");
        var flow = new FlowFinding(false, [new FlowConcern("flow.destination", "to[0]", Origin.Outside, "It is.")], false);
        Assert.Equal("r", Policies.Decide(policy, Policies.Facts(face: Face.Chat, flow: flow, arguments: """{"to":["a"]}""")).Rule);
        Assert.NotEqual("r", Policies.Decide(policy, Policies.Facts(face: Face.Chat, flow: flow with { Concerns = [] }, arguments: """{"to":["a"]}""")).Rule);
        Assert.Equal("r", Policies.Decide(policy, Policies.Facts(arguments: """{"to":["a"]}""")).Rule);
        Assert.NotEqual("r", Policies.Decide(policy, Policies.Facts(arguments: """{"cc":["a"]}""")).Rule);
    }

    [Fact]
    public void Values_from_outside_ask_whatever_a_rule_allows_unless_it_takes_them()
    {
        var flow = new FlowFinding(false, [new FlowConcern("flow.destination", "to", Origin.Nowhere, "It is.")], false);
        var facts = Policies.Facts(face: Face.Chat, flow: flow, read: new SessionReads(new HashSet<string>(), true, true));
        Assert.Equal((Verdict.Ask, "flow.destination"), Policies.Decide(Policies.Rule("allow", "{ tool: mail.* }"), facts) is var asks ? (asks.Verdict, asks.Rule) : default);
        Assert.Equal(Verdict.Allow, Policies.Decide(Policies.Rule("allow", "{ tool: mail.*, flow: any }"), facts).Verdict);
    }

    [Fact]
    public void A_denial_names_its_line_and_a_rule_its_reason()
    {
        var decision = Policies.Decide(Policies.Of("rules:\n  - name: no-mail\n    effect: deny\n    reason: Mail goes out by hand here.\n    match: { tool: mail.* }\n"), Policies.Facts());
        Assert.Equal("The rule 'no-mail' denies 'mail.send'. Mail goes out by hand here.", decision.Message);
        Assert.Contains("p.yaml:2", decision.Remedy, StringComparison.Ordinal);
    }
}
