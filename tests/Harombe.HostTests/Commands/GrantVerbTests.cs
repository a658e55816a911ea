using Harombe.Host.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Harombe.HostTests.Commands;

/// <summary>The verbs of standing answers, and those that ask a running host of its record.</summary>
public sealed class GrantVerbTests : IDisposable
{
    private const string Approval = """{"id":"apr_1","state":"approved","call":"c","tool":"files.write","arguments":{"path":"notes/a"},"principal":"ide","risk":"medium","rule":"r","why":"it writes","askedAt":"2026-01-01T00:00:00Z","expiresAt":"2026-01-01T00:01:00Z"}""";
    private const string Grant = """{"id":"grt_1","tool":"files.write","principal":"ide","asks":["default.ask"],"pattern":{"path":{"within":"notes"}},"givenBy":"owner","expiresAt":"2026-01-01T08:00:00Z","uses":3}""";

    private readonly CommandLineRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task A_pattern_is_shown_first_and_sent_with_its_word()
    {
        await using var host = await StartAsync(app =>
        {
            app.MapPost("/approvals/{id}/proposal", () => Results.Text(
                $$"""{"covers":["path lies within notes"],"expiresAt":"2026-01-01T08:00:00Z","wouldAlso":[{{Approval}}],"of":4,"confirm":"w0rd"}""", "application/json"));
            app.MapPost("/approvals/{id}", () => Results.Text($$"""{{Approval[..^1]}},"grant":{{Grant}}}""", "application/json"));
        });
        const string Pattern = """{"path":{"within":"notes"}}""";

        Assert.Equal(ExitCode.WaitsForApproval, await run.RunAsync("approvals", "approve", "apr_1", "--pattern", Pattern, "--for", "8h"));
        Assert.Contains("path lies within notes", run.Out, StringComparison.Ordinal);
        Assert.Contains("would also have allowed: of 4 earlier questions\n  apr_1 approved", run.Out, StringComparison.Ordinal);
        Assert.Contains("--confirm w0rd", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("approvals", "approve", "apr_1", "--pattern", Pattern, "--for", "8h", "--confirm", "w0rd"));
        Assert.Contains("harombe approvals revoke grt_1", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            [
                """POST /approvals/apr_1/proposal {"session":false,"lasts":"8h","pattern":{"path":{"within":"notes"}}}""",
                """POST /approvals/apr_1 {"answer":"approve","grant":{"session":false,"lasts":"8h","pattern":{"path":{"within":"notes"}},"confirm":"w0rd"}}""",
            ],
            host.Requests);
    }

    [Fact]
    public async Task Standing_answers_are_listed_and_taken_back()
    {
        await using var host = await StartAsync(app =>
        {
            app.MapGet("/approvals/grants", () => Results.Text($$"""{"grants":[{{Grant}}]}""", "application/json"));
            app.MapDelete("/approvals/grants/{id}", (string id) => id == "grt_1" ? Results.NoContent() : ImitatedHost.Refuse(404, "There is none.", "grant.unknown", "harombe approvals grants"));
        });
        Assert.Equal(0, await run.RunAsync("approvals", "grants", "--json"));
        Assert.Contains("grt_1", run.Out, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("approvals", "revoke", "grt_1"));
        Assert.Contains("taken back: grt_1", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, await run.RunAsync("approvals", "revoke", "grt_2"));
    }

    [Fact]
    public async Task Several_questions_are_answered_together_and_one_that_was_not_taken_is_a_failure()
    {
        await using var host = await StartAsync(app => app.MapPost("/approvals", () => Results.Text(
            """{"answers":[{"id":"apr_1","state":"approved"},{"id":"apr_2","state":"expired","rule":"approval.expired","message":"Too late."}]}""", "application/json")));
        Assert.Equal(ExitCode.Failed, await run.RunAsync("approvals", "approve", "apr_1", "apr_2"));
        Assert.Contains("apr_1 approved\napr_2 expired: Too late. [rule approval.expired]", run.Out, StringComparison.Ordinal);
        Assert.Contains("""POST /approvals {"ids":["apr_1","apr_2"],"answer":"approve"}""", host.Requests);
        Assert.Equal(ExitCode.Usage, await run.RunAsync("approvals", "approve", "apr_1", "apr_2", "--session"));
    }

    [Fact]
    public async Task Changed_arguments_come_out_of_a_file()
    {
        await using var host = await StartAsync(app => app.MapPost("/approvals/{id}", () => Results.Text(Approval, "application/json")));
        var file = Path.Combine(run.Root, "arguments.json");
        await File.WriteAllTextAsync(file, """{"path":"notes/b"}""");
        Assert.Equal(0, await run.RunAsync("approvals", "approve", "apr_1", "--arguments", file));
        Assert.Equal(["""POST /approvals/apr_1 {"answer":"approve","arguments":{"path":"notes/b"}}"""], host.Requests);
        Assert.Equal(ExitCode.Failed, await run.RunAsync("approvals", "approve", "apr_1", "--arguments", file + "x"));
        await File.WriteAllTextAsync(file, "{");
        Assert.Equal(ExitCode.Usage, await run.RunAsync("approvals", "approve", "apr_1", "--arguments", file));
    }

    [Fact]
    public async Task Replay_and_suggestions_are_printed_and_unused_rules_named()
    {
        Directory.CreateDirectory(Path.Combine(run.Root, "p"));
        await File.WriteAllTextAsync(Path.Combine(run.Root, "p", "p.yaml"), "rules:\n  - { name: used, effect: deny, match: { tool: x } }\n  - { name: idle, effect: deny, match: { tool: y } }\n");
        await using var host = await StartAsync(app =>
        {
            app.MapPost("/policy/replay", () => Results.Text(
                """{"policy":"v2","decisions":10,"same":8,"changes":[{"tool":"x","from":"allow","fromRule":"a","to":"deny","toRule":"used","count":2,"calls":["call_1"]}],"missing":{"the tool is not there any more":1}}""", "application/json"));
            app.MapGet("/policy/suggestions", () => Results.Text(
                """{"suggestions":[{"name":"s","tool":"files.write","principal":"ide","questions":5,"yaml":"  - name: s\n    effect: allow\n"}]}""", "application/json"));
            app.MapGet("/policy/usage", () => Results.Text("""{"days":7,"decisions":4,"rules":{"used":4}}""", "application/json"));
        });
        var folder = Path.Combine(run.Root, "p");
        Assert.Equal(0, await run.RunAsync("policy", "replay", folder));
        Assert.Contains("8 of 10 decisions come out the same by v2\n  2 x x: allow [a] would be deny [used], as call_1\n  1 can't be made again: the tool is not there any more", run.Out, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("policy", "suggest"));
        Assert.Equal("rules:\n  - name: s\n    effect: allow\n", run.Out);
        Assert.Equal(0, await run.RunAsync("policy", "check", folder, "--unused", "7"));
        Assert.Contains("p.yaml:3: warning: The rule 'idle' has not counted in 7 days", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("'used'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_and_test_answer_programs()
    {
        var folder = Directory.CreateDirectory(Path.Combine(run.Root, "p")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "p.yaml"), "rules: [ { name: a, effect: no, match: { tool: x } } ]");
        Assert.Equal(ExitCode.Misconfigured, await run.RunAsync("policy", "check", folder, "--json"));
        Assert.Equal("The rule has no effect", System.Text.Json.JsonDocument.Parse(run.Out).RootElement.GetProperty("faults")[0].GetProperty("what").GetString());
        await File.WriteAllTextAsync(Path.Combine(folder, "p.yaml"), "rules: [ { name: a, effect: deny, match: { tool: x } } ]");
        Assert.Equal(0, await run.RunAsync("policy", "check", folder, "--json"));
        Assert.Equal(1, System.Text.Json.JsonDocument.Parse(run.Out).RootElement.GetProperty("rules").GetInt32());
        await File.WriteAllTextAsync(Path.Combine(run.Root, "cases.json"), """[ {"name":"one","call":{"tool":"x"},"expect":"allow"} ]""");
        Assert.Equal(ExitCode.Failed, await run.RunAsync("policy", "test", Path.Combine(run.Root, "cases.json"), "--folder", folder, "--json"));
        Assert.False(System.Text.Json.JsonDocument.Parse(run.Out).RootElement[0].GetProperty("holds").GetBoolean());
    }

    private Task<ImitatedHost> StartAsync(Action<WebApplication> map) => ImitatedHost.StartAsync(run.Data, (app, _) => map(app));
}
