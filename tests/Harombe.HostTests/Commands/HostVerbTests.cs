using System.Runtime.Versioning;
using System.Text.Json;
using Harombe.Host.Commands;
using Harombe.Host.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Harombe.HostTests.Commands;

[UnsupportedOSPlatform("windows")]
public sealed class HostVerbTests : IDisposable
{
    private readonly CommandLineRun run = new();

    [Fact]
    public async Task Status_tells_address_and_layers_and_fails_when_one_is_not_ready()
    {
        var ready = true;
        await using var host = await StartAsync((app, _) =>
        {
            app.MapGet("/readyz", () => TypedResults.Json(
                new ReadyReport(ready, [new LayerReport("audit", ready, "reads")]), HostingJson.Default.ReadyReport, statusCode: ready ? 200 : 503));
            app.MapGet("/budgets", () => TypedResults.Text("""[{"scope":"day","item":"tokens","spent":"40","limit":"1000"}]""", "application/json"));
        });
        Assert.Equal(0, await run.RunAsync("status"));
        Assert.Matches("today +tokens: 40 of 1000", run.Out);
        Assert.Contains($"running at {host.Url} (process {Environment.ProcessId}, version 9.9.9)", run.Out, StringComparison.Ordinal);
        Assert.Matches("audit +ready +reads", run.Out);
        Assert.Equal(0, await run.RunAsync("status", "--json"));
        using var status = JsonDocument.Parse(run.Out);
        Assert.True(status.RootElement.GetProperty("running").GetBoolean());
        ready = false;
        Assert.Equal(ExitCode.Failed, await run.RunAsync("status"));
        Assert.Contains("NOT READY", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_ends_once_the_note_is_gone()
    {
        await using var host = await StartAsync((app, _) => app.MapPost("/admin/stop", () =>
        {
            File.Delete(Path.Combine(run.Data, RunningHost.FileName));
            return TypedResults.Accepted((string?)null);
        }));
        Assert.Equal(0, await run.RunAsync("stop"));
        Assert.Contains("stopped", run.Error, StringComparison.Ordinal);
        Assert.Equal(["POST /admin/stop"], host.Requests);
    }

    [Fact]
    public async Task Host_that_was_killed_and_left_its_note_counts_as_none()
    {
        await (await StartAsync((_, _) => { })).DisposeAsync();
        Assert.Equal(ExitCode.NoHost, await run.RunAsync("tools"));
        Assert.Contains("start one with 'harombe up'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, ExitCode.Refused)]
    [InlineData(403, ExitCode.Refused)]
    [InlineData(404, ExitCode.Failed)]
    [InlineData(503, ExitCode.Failed)]
    public async Task Refusal_of_the_host_shows_message_rule_and_remedy(int status, int code)
    {
        await using var host = await StartAsync((app, _) => app.MapGet("/tools", () => ImitatedHost.Refuse(status, "Not for you.", "access.kind", "Use another token.")));
        Assert.Equal(code, await run.RunAsync("tools"));
        Assert.Contains("harombe: Not for you.", run.Error, StringComparison.Ordinal);
        Assert.Matches(@"rule +access\.kind", run.Error);
        Assert.Matches("remedy +Use another token.", run.Error);
        await run.RunAsync("tools", "--json");
        using var problem = JsonDocument.Parse(run.Error);
        Assert.Equal((status, "access.kind"), (problem.RootElement.GetProperty("status").GetInt32(), problem.RootElement.GetProperty("rule").GetString()));
    }

    [Fact]
    public async Task Answer_that_is_no_json_is_a_fault_and_no_crash()
    {
        await using var host = await StartAsync((app, _) => app.MapGet("/tools", () => "<html>"));
        Assert.Equal(ExitCode.Failed, await run.RunAsync("tools"));
        Assert.Contains("doesn't understand", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead, "can be read or changed by others")]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherRead, "can be read or changed by others")]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupWrite, "can be read or changed by others")]
    public async Task Token_that_others_can_read_is_not_used(UnixFileMode mode, string reason)
    {
        await using var host = await StartAsync((_, _) => { });
        File.SetUnixFileMode(Path.Combine(run.Data, "cli.token"), mode);
        Assert.Equal(ExitCode.Refused, await run.RunAsync("tools"));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Contains("chmod 600", run.Error, StringComparison.Ordinal);
        Assert.Empty(host.Requests);
    }

    [Theory]
    [InlineData("", "holds no token")]
    [InlineData("two words", "holds no token")]
    [InlineData(null, "there is no token")]
    public async Task Broken_token_file_is_refused(string? content, string reason)
    {
        await using var host = await StartAsync((_, _) => { });
        var file = Path.Combine(run.Data, "cli.token");
        File.Delete(file);
        if (content is not null)
        {
            OwnerFile.Write(file, System.Text.Encoding.ASCII.GetBytes(content));
        }

        Assert.Equal(ExitCode.Refused, await run.RunAsync("tools"));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_is_shown_once_and_elsewhere_only_to_a_person()
    {
        await using var host = await StartAsync((app, _) => app.MapPost("/tokens", () => Results.Json(new { principal = "ide", kind = "caller", token = "hrb_c_secret" })));
        Assert.Equal(0, await run.RunAsync("token", "add", "ide", "--tools", "files.*", "clock.*", "--days", "5"));
        Assert.Equal("hrb_c_secret\n", run.Out);
        Assert.DoesNotContain("hrb_c_secret", run.Error, StringComparison.Ordinal);
        Assert.Contains($"claude mcp add --transport http harombe {host.Url}/mcp", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"headers\":{\"Authorization\":\"Bearer ${input:harombe}\"}}}}", run.Error, StringComparison.Ordinal);
        Assert.Contains("""POST /tokens {"principal":"ide","kind":"caller","tools":["files.*","clock.*"],"days":5}""", host.Requests);
        run.Person = true;
        await run.RunAsync("token", "add", "ide", "--tools", "files.*");
        Assert.Contains("Bearer hrb_c_secret", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoking_nothing_is_a_failure_that_names_the_list()
    {
        await using var host = await StartAsync((app, _) => app.MapDelete("/tokens/{name}", (string name) => name == "ide"
            ? Results.Json(new { tokens = 2 })
            : ImitatedHost.Refuse(404, "No token of that name or number counts.", "token.unknown", "harombe token list")));
        Assert.Equal(0, await run.RunAsync("token", "revoke", "ide"));
        Assert.Contains("2 revoked", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, await run.RunAsync("token", "revoke", "../admin"));
        Assert.Contains("harombe token list", run.Error, StringComparison.Ordinal);
        Assert.Contains(host.Requests, request => request.Contains("..", StringComparison.Ordinal) && request.Contains("/tokens/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Link_is_whole()
    {
        await using var host = await StartAsync((app, _) => app.MapPost("/tokens/link", () => Results.Json(new { path = "/sign-in?code=abc" })));
        Assert.Equal(0, await run.RunAsync("token", "link"));
        Assert.Equal($"{host.Url}/sign-in?code=abc\n", run.Out);
    }

    [Fact]
    public async Task Answers_are_sent_as_typed_and_control_sequences_of_a_tool_are_shown_as_such()
    {
        var approval = """{"id":"apr_1","state":"STATE","call":"c","tool":"files.write","arguments":{"path":"\u001b[2J"},"principal":"ide","session":"s","face":"mcp","risk":"high","rule":"r","why":"it writes","askedAt":"2026-01-01T00:00:00Z","expiresAt":"2026-01-01T00:01:00Z"}""";
        await using var host = await StartAsync((app, _) =>
        {
            app.MapGet("/approvals", () => Results.Text($$"""{"approvals":[{{approval}}]}""", "application/json"));
            app.MapGet("/approvals/{id}", () => Results.Text(approval, "application/json"));
            app.MapPost("/approvals/{id}", () => Results.Text(approval.Replace("STATE", "denied", StringComparison.Ordinal), "application/json"));
        });
        Assert.Equal(0, await run.RunAsync("approvals", "list"));
        Assert.Contains("apr_1", run.Out, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("approvals", "show", "apr_1"));
        Assert.Contains("""  "path": "\u001B[2J""", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Out);
        Assert.Equal(0, await run.RunAsync("approvals", "deny", "apr_1", "--reason", "not today"));
        Assert.Contains("denied: files.write of ide", run.Error, StringComparison.Ordinal);
        Assert.Contains("""POST /approvals/apr_1 {"answer":"deny","reason":"not today"}""", host.Requests);
        Assert.Contains("GET /approvals?limit=50&state=waiting", host.Requests);
    }

    [Fact]
    public async Task Tail_writes_the_oldest_first_and_follows_after_the_last()
    {
        await using var host = await StartAsync((app, _) => app.MapGet("/audit", (HttpContext http) =>
        {
            if (http.Request.Query["after"] == "8")
            {
                // The second round of following ends the test.
                run.Interrupts.Raise();
                return Results.Text("""{"entries":[],"next":null}""", "application/json");
            }

            return Results.Text(
                http.Request.Query.ContainsKey("newest")
                    ? """{"entries":[{"sequence":7,"leafHash":"b","entry":{"v":1,"seq":7,"time":"T7","kind":"call.intent","tool":"files.read"}},{"sequence":6,"leafHash":"a","entry":null}],"next":6}"""
                    : """{"entries":[{"sequence":8,"leafHash":"c","entry":{"v":1,"seq":8,"time":"T8","kind":"call.outcome","ending":"completed"}}],"next":8}""",
                "application/json");
        }));
        Assert.Equal(ExitCode.Interrupted, await run.RunAsync("audit", "tail", "-n", "2", "--follow"));
        Assert.Equal(
            ["     6  DAMAGED: the bytes are missing or no JSON; run 'harombe audit verify'", "     7  T7  call.intent        files.read", "     8  T8  call.outcome                      ending=completed"],
            run.Out.TrimEnd().Split('\n'));
        Assert.Equal(["GET /audit?newest=true&limit=2", "GET /audit?limit=1000&after=7", "GET /audit?limit=1000&after=8"], host.Requests);
    }

    public void Dispose() => run.Dispose();

    private Task<ImitatedHost> StartAsync(Action<WebApplication, ImitatedHost> map) => ImitatedHost.StartAsync(run.Data, map);
}
