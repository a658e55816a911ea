using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Harombe.Benchmarks.Measuring;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Tools;
using Harombe.Policy;
using Harombe.Policy.Provenance.Flow;
using Harombe.Policy.Provenance.Sources;
using Harombe.Policy.Provenance.Tools;
using Harombe.Policy.Rules;
using Harombe.Policy.Rules.Reading;

namespace Harombe.Benchmarks.PolicyDeciding;

/// <summary>What deciding costs with 200 rules, and what tracing four kilobytes of arguments against a megabyte of session costs.</summary>
internal static class PolicyBenchmark
{
    private const int Rules = 200;
    private const int Rounds = 15;
    private const int Decisions = 200_000;
    private const int Traces = 400;

    public static Task RunAsync()
    {
        Report.Line($"\n**Deciding over traced labels, one core, {Rules} rules with two to four clauses each**");
        Report.Table(["call", "rules about its tool", "decisions/s", "decisions per second of processor time", "bytes"], [.. Calls().Select(Row)]);
        Report.Line("**Tracing 4 KB of arguments against 1 MB of session text (the session is indexed as its results come in)**");
        Tracing();
        return Task.CompletedTask;
    }

    private static string[] Row((string Name, CallFacts Facts, bool All) call)
    {
        var policy = Policy(call.All);
        var (rates, own) = (new List<double>(), new List<double>());
        long bytes = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var (started, busy) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            for (var i = 0; i < Decisions; i++)
            {
                var facts = call.Facts;
                PolicyDecisions.Decide(new CallFacts(facts.Call, facts.Profile, facts.Risk, facts.Flow, facts.Read, facts.Now, facts.Usage), policy);
            }

            rates.Add(Decisions / Stopwatch.GetElapsedTime(started).TotalSeconds);
            own.Add(Decisions / (Environment.CpuUsage.TotalTime - busy).TotalSeconds);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / Decisions;
        }

        return [call.Name, $"{policy.About(call.Facts.Call.Tool.Name.Value).Length}", $"{Spread.Of(rates.Skip(3))}", $"{Spread.Of(own.Skip(3))}", $"{bytes:N0}"];
    }

    // Forty families of five rules: a denial by host, one by path, an ask by risk and origin, one by expression, an allowance by number and principal.
    private static PolicySnapshot Policy(bool all)
    {
        var yaml = new StringBuilder("rules:\n");
        for (var i = 0; i < Rules / 5; i++)
        {
            var tool = all ? "'*'" : i < 30 ? $"family{i}.*" : i < 36 ? "family7.s*" : "'*'";
            yaml.Append(CultureInfo.InvariantCulture, $$"""
                  - { name: a{{i}}, effect: deny, match: { tool: {{tool}}, arguments: [ { path: $.url, host: ['*.bad{{i}}.example', bad{{i}}.example] } ] } }
                  - { name: b{{i}}, effect: deny, match: { tool: {{tool}}, principal: 'guest-*', arguments: [ { path: $.path, within: /etc/{{i}} } ] } }
                  - { name: c{{i}}, effect: ask, match: { tool: {{tool}}, risk: { at_least: critical }, origin: 'upstream {{i}}*', face: chat } }
                  - { name: d{{i}}, effect: ask, match: { tool: {{tool}}, arguments: [ { path: $.to, from: untrusted }, { path: $.subject, matches: '(urgent|secret)-{{i}}.*' } ] } }
                  - { name: e{{i}}, effect: allow, match: { tool: {{tool}}, principal: ide, flow: vouched, arguments: [ { path: $.amount, min: 1, max: {{i + 10}} } ] } }

                """);
        }

        var faults = new List<PolicyFault>();
        var content = Encoding.UTF8.GetBytes(yaml.ToString());
        var rules = PolicyReading.Read("benchmark.yaml", content, faults);
        return faults.Count == 0 ? new PolicySnapshot(PolicyProfile.Cautious, [.. rules], content) : throw new InvalidOperationException(faults[0].ToString());
    }

    private static IEnumerable<(string Name, CallFacts Facts, bool All)> Calls()
    {
        const string arguments = """{"to":["ann@example.org"],"subject":"Dinner at eight","path":"/work/a.txt","url":"https://api.good.example/v1","amount":7}""";
        var vouched = new FlowFinding(true, [], false);
        var held = new FlowFinding(false, [new FlowConcern("flow.destination", "to[0]", Origin.Outside, "It comes from outside.")], false);
        yield return ("allowed by a rule", Facts("family3.send", arguments, vouched), false);
        yield return ("held: its destination is from outside", Facts("family3.send", arguments, held), false);
        yield return ("the most rules about one tool", Facts("family7.send", arguments, vouched), false);
        yield return ("no rule but those about every tool", Facts("other.send", arguments, vouched), false);
        yield return ("every rule about every tool", Facts("other.send", arguments, vouched), true);
        yield return ("every rule about every tool, held", Facts("other.send", arguments, held), true);
    }

    private static CallFacts Facts(string tool, string arguments, FlowFinding flow)
    {
        if (!ToolArguments.TryCreate(JsonElement.Parse(arguments), Label.OfOutside, null, out var canonical, out var fault))
        {
            throw new InvalidOperationException(fault);
        }

        var definition = new ToolDefinition
        {
            Name = ToolName.Parse(tool),
            Description = "Sends a message.",
            InputSchema = JsonElement.Parse("""{"type":"object"}"""),
            Origin = "plugin benchmark 1.0.0",
            Risk = Risk.High,
        };
        var usage = new RuleUsage(TimeProvider.System);
        var caller = new Principal(new PrincipalId("ide"), TokenKinds.Caller, ToolScope.Of("*"));
        return new CallFacts(
            new ToolCall(CallId.New(), definition, canonical, caller, new SessionId("ses_benchmark"), Face.Chat, null),
            ToolProfile.Of(definition),
            Risk.High,
            flow,
            SessionReads.Nothing,
            usage.Now,
            usage);
    }

    private static void Tracing()
    {
        var mail = ToolProfile.Of(new ToolDefinition
        {
            Name = ToolName.Parse("mail.send"),
            Description = "Sends an email.",
            InputSchema = JsonElement.Parse("""{"type":"object","properties":{"to":{"type":"array","items":{"type":"string"},"description":"Email addresses of the recipients."},"subject":{"type":"string","description":"The subject."},"body":{"type":"string","description":"The text of the email."}}}"""),
            Origin = "benchmark",
            Risk = Risk.High,
        });
        var random = new Random(1);
        string Word() => $"{(char)('a' + random.Next(26))}{random.Next(20_000):x}";
        string Text(int length) => string.Join(' ', Enumerable.Range(0, length / 5).Select(_ => Word()));
        var session = new SessionText();
        session.AddPrompt("Please send Ann (ann@example.org) an email with what the mails about the harvest say, and copy kim@house.example.");
        var call = new SourceCall("mail.search", mail, JsonElement.Parse("""{"query":"harvest"}"""));
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 16; i++)
        {
            session.AddResult(call, JsonSerializer.Serialize(Enumerable.Range(0, 32).Select(j => new { id = $"m{i}-{j}", sender = $"p{j}@house.example", subject = Text(40), body = Text(1_850) })));
        }

        var indexed = Stopwatch.GetElapsedTime(started);
        var samples = new Samples();
        long bytes = 0;
        for (var round = 0; round < 5; round++)
        {
            samples.Begin();
            for (var i = 0; i < Traces; i++)
            {
                var arguments = JsonSerializer.SerializeToElement(new
                {
                    to = (string[])["ann@example.org", "kim@house.example", $"p{i % 32}@house.example", "nobody@evil.example"],
                    subject = Text(60),
                    body = Text(3_700) + " see https://www.house.example/harvest or write to p3@house.example",
                });
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                var from = Stopwatch.GetTimestamp();
                FlowReview.Of(mail, arguments, session);
                samples.Add(from, Stopwatch.GetTimestamp());
                bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
            }
        }

        Report.Table(
            ["", "p50 µs", "p99 µs", "bytes"],
            [["tracing", $"{samples.At(0.5)}", $"{samples.At(0.99)}", $"{bytes:N0}"], ["indexing the whole megabyte, once", $"{indexed.TotalMicroseconds:N0}", "", ""]]);
    }
}
