using System.Text;
using System.Text.Json;
using CsCheck;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Policy;
using Harombe.Policy.Provenance.Flow;
using Harombe.Policy.Rules;
using Harombe.Policy.Rules.History;
using Harombe.Testing;

namespace Harombe.Tests.Policy.Rules;

/// <summary>What holds of every policy and every call.</summary>
public sealed class PolicyPropertyTests
{
    private static readonly string[] Matches =
    [
        "tool: '*'", "tool: mail.*", "tool: files.*", "tool: [files.read, mail.send]", "principal: ide", "principal: other", "face: chat", "face: mcp", "risk: high", "risk: { at_least: medium }",
        "arguments: [ { path: $.to, equals: a } ]", "arguments: [ { path: $.to, matches: '[ab]+' } ]", "arguments: [ { path: $.n, max: 5 } ]", "arguments: [ { path: $.to, from: untrusted } ]",
        "arguments: [ { path: $.to, within: a } ]", "flow: vouched", "flow: unvouched", "after: { read: outside }", "time: { from: '09:00', to: '17:00' }",
    ];

    private static readonly Gen<string> Rule = Gen.Select(OneOf("deny", "ask", "allow"), OneOf(Matches).Array[1, 2], (effect, matches) =>
        $"effect: {effect}, match: {{ {string.Join(", ", matches.DistinctBy(match => match.Split(':')[0]))} }}");

    // Several of one family about one tool, so that gates stand before gates.
    private static readonly Gen<string> Gated = Gen.Select(OneOf("deny", "ask", "allow"), OneOf("a", "b", "ab", "x", "[ab]+", "(?i)AB?", "x|a"), Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 255], (effect, word, least, most, which) =>
    {
        var arguments = new List<string>();
        void Add(int bit, string test) => arguments.AddRange((which & bit) != 0 ? [test] : []);
        Add(1, $"{{ path: $.to, matches: '{word}' }}");
        Add(2, $"{{ path: $.n, min: {Math.Min(least, most)}, max: {Math.Max(least, most)} }}");
        Add(4, $"{{ path: $.to, in: [{(least < 5 ? "a" : "ab")}, {most}] }}");
        Add(8, $"{{ path: $.url, host: {(least < 5 ? "'*.good.example'" : "api.good.example")} }}");
        Add(16, "{ path: $.to, from: untrusted }");
        string[] parts = [
            "tool: mail.*", .. (which & 32) != 0 ? [$"principal: {(most < 7 ? "ide" : "'i*'")}"] : Array.Empty<string>(), .. (which & 64) != 0 ? ["flow: vouched"] : Array.Empty<string>(),
            .. (which & 128) != 0 ? ["risk: { at_least: high }"] : Array.Empty<string>(), .. arguments.Count > 0 ? [$"arguments: [ {string.Join(", ", arguments)} ]"] : Array.Empty<string>()];
        return $"effect: {effect}, match: {{ {string.Join(", ", parts)} }}";
    });

    private static readonly Gen<string[]> Many = Gen.Frequency((3, Gated), (1, Rule)).Array[0, 40];

    private static readonly Gen<string[]> Rules = Rule.Array[0, 8];

    private static readonly Gen<CallFacts> Call = Gen.Select(
        OneOf("mail.send", "files.read", "web.get"),
        OneOf("""{"to":"a","n":3}""", """{"to":"ab","n":9}""", """{"to":"x","url":"https://api.good.example/a"}""", """{"to":["x","AB"],"n":[1,8],"url":"http://x.good.example."}""", "{}"),
        OneOf(Risk.Low, Risk.Medium, Risk.High, Risk.Critical, Risk.Unknown),
        OneOf(Face.Chat, Face.Mcp),
        Gen.Int[0, 3],
        (tool, arguments, risk, face, flow) => Policies.Facts(tool, arguments, risk, face, face == Face.Mcp ? null : flow switch
        {
            0 => new FlowFinding(true, [], false),
            1 => new FlowFinding(false, [new FlowConcern("flow.unasked", "", Origin.Nowhere, "No.")], false),
            2 => new FlowFinding(false, [new FlowConcern("flow.destination", "to", Origin.Outside, "No.")], true),
            _ => new FlowFinding(false, [new FlowConcern("flow.destination", "to", Origin.Own, "No.")], false),
        }, new SessionReads(new HashSet<string> { "web.get" }, Outside: flow > 1, Private: false)));

    private static readonly Gen<PolicyProfile> Profile = OneOf(PolicyProfile.LockedDown, PolicyProfile.Cautious, PolicyProfile.Developer);

    [Fact]
    public void Adding_a_denial_never_allows_more() => Gen.Select(Rules, Rule, Call, Profile).Sample(
        (rules, added, call, profile) =>
        {
            var before = Decide(rules, call, profile).Verdict;
            var after = Decide([.. rules, added.Replace("effect: ask", "effect: deny", StringComparison.Ordinal).Replace("effect: allow", "effect: deny", StringComparison.Ordinal)], call, profile).Verdict;
            return after <= before;
        },
        iter: Rounds.Of(500, 20_000));

    [Fact]
    public void A_reviewer_only_makes_a_question_of_what_would_run() => Gen.Select(Rules, Call, Profile).Sample(
        (rules, call, profile) =>
        {
            var (before, after) = (Decide(rules, call, profile), Decide(rules, call with { Caution = "No." }, profile));
            return before.Verdict == Verdict.Allow ? (after.Verdict, after.Rule) == (Verdict.Ask, "reviewer.caution") : (after.Verdict, after.Rule) == (before.Verdict, before.Rule);
        },
        iter: Rounds.Of(500, 20_000));

    [Fact]
    public void Order_of_the_rules_never_matters() => Gen.Select(Rules, Gen.Int, Call, Profile).Sample(
        (rules, seed, call, profile) =>
        {
            var (one, other) = (Snapshot(rules, profile, null), Snapshot(rules, profile, new Random(seed)));
            var (first, second) = (Policies.Decide(one, call), Policies.Decide(other, call));
            return (first.Verdict, first.Rule, first.Risk) == (second.Verdict, second.Rule, second.Risk);
        },
        iter: Rounds.Of(500, 20_000));

    [Fact]
    public void Deny_beats_ask_beats_allow_among_the_rules_that_match() => Gen.Select(Rules, Call, Profile).Sample(
        (rules, call, profile) =>
        {
            var policy = Snapshot(rules, profile, null);
            var matching = policy.Rules.Where(rule => rule.IsAbout(call.Call.Tool.Name.Value) && rule.Matches(call)).ToList();
            return matching.Count == 0 || Policies.Decide(policy, call).Verdict <= matching.Min(rule => rule.Verdict);
        },
        iter: Rounds.Of(500, 20_000));

    [Fact]
    public void The_rule_that_speaks_is_the_first_of_all_that_match() => Gen.Select(Many, Call, Profile).Sample(
        (rules, call, profile) =>
        {
            var about = Snapshot(rules, profile, null).For(call.Call.Tool.Name.Value);
            return (about.First(call) ?? -1) == about.Rules.ToList().FindIndex(rule => rule.Matches(call));
        },
        iter: Rounds.Of(1_000, 40_000));

    [Fact]
    public void Explaining_agrees_with_deciding() => Gen.Select(Rules, Call, Profile).Sample(
        (rules, call, profile) =>
        {
            var policy = Snapshot(rules, profile, null);
            var explained = PolicyExplanation.Of(call, policy);
            var decided = Policies.Decide(policy, call);
            return explained.Decision == decided && (decided.Rule.StartsWith('r') == explained.Rules.Any(rule => rule.Decides));
        },
        iter: Rounds.Of(500, 20_000));

    [Fact]
    public void Replaying_the_record_reproduces_each_decision() => Gen.Select(Rules, Counted.Array[0, 3], Call, Profile, Gen.Int[0, 4]).Sample(
        (rules, counted, call, profile, before) =>
        {
            var policy = Snapshot([.. rules, .. counted], profile, null);
            var usage = new RuleUsage(Policies.Time);
            for (var i = 0; i < before; i++)
            {
                Policies.Decide(policy, call with { Usage = usage });
            }

            var facts = call with { Usage = usage };
            var inputs = DecisionInputs.Of(facts, policy.About(facts.Call.Tool.Name.Value));
            var decided = Policies.Decide(policy, facts) with { Inputs = inputs };
            var entry = new CallStopped(facts.Call, new Redacted<string>(Encoding.UTF8.GetString(facts.Call.Arguments.Canonical.Span)), "refused", new Reason("r", "m", ""), decided) { Time = Policies.Time.GetUtcNow() };

            var read = RecordedDecision.Read(JsonElement.Parse(entry.ToCanonicalBytes(7)), _ => facts.Call.Tool)!; // not null: it has a decision
            var again = Policies.Decide(policy, read.Facts!); // not null: all of it is in the record
            return (again.Verdict, again.Rule, again.Risk, again.PolicyVersion) == (decided.Verdict, decided.Rule, decided.Risk, decided.PolicyVersion)
                && (read.Verdict, read.Rule, read.Policy) == (decided.Verdict.ToString().ToLowerInvariant(), decided.Rule, decided.PolicyVersion);
        },
        iter: Rounds.Of(500, 20_000));

    private static readonly Gen<string> Counted = Gen.Select(OneOf("deny", "ask"), OneOf("rate: { calls: 2, per: minute }", "budget: { path: $.n, sum: 10, per: day }", "time: { from: '09:00', to: '17:00' }"), (effect, match) =>
        $"effect: {effect}, match: {{ {match} }}");

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static Decision Decide(string[] rules, CallFacts call, PolicyProfile profile) => Policies.Decide(Snapshot(rules, profile, null), call);

    private static PolicySnapshot Snapshot(string[] rules, PolicyProfile profile, Random? order)
    {
        var lines = rules.Select((rule, i) => $"  - {{ name: r{i}, {rule} }}").ToArray();
        order?.Shuffle(lines);
        return Policies.Of($"rules:\n{string.Join('\n', lines)}\n" is var text && lines.Length == 0 ? "rules: []" : text, profile);
    }
}
