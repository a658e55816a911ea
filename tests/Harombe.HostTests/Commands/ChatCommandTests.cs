using System.Text.Json;
using Harombe.Host.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Harombe.HostTests.Commands;

public sealed class ChatCommandTests : IDisposable
{
    private static readonly (string, string) Session = ("session", """{"session":"s1","turn":"t1","model":"m","redacted":false}""");
    private static readonly (string, string) Question = ("approval_required", """{"approval":"apr_1","call":"c1","tool":"files.write","arguments":{"path":"a.txt","text":"hi"},"risk":"high","why":"it writes","expires":"2026-01-01T00:00:00Z","url":"/approvals/apr_1"}""");
    private static readonly (string, string) Waiting = ("done", """{"state":"waiting","approvals":["apr_1"]}""");
    private static readonly (string, string) Done = ("done", """{"state":"done","approvals":[]}""");

    private readonly CommandLineRun run = new();

    [Fact]
    public async Task Words_of_the_agent_go_to_standard_output_and_nothing_else_does()
    {
        await using var host = await StartAsync(
            Session, ("token", """{"text":"Hel"}"""), ("token", """{"text":"lo\u001b[2J"}"""), ("tool_call", """{"call":"c","tool":"clock.now","arguments":{"zone":"UTC"}}"""),
            ("tool_result", """{"call":"c","tool":"clock.now","ending":"completed","text":"12:00"}"""), ("token", """{"text":"Noon."}"""), ("message", """{"text":"Noon."}"""), Done);
        Assert.Equal(0, await run.RunAsync("chat", "what", "time"));
        Assert.Equal("Hello\\u{1b}[2J\nNoon.\n", run.Out);
        Assert.Contains("""→ clock.now {"zone":"UTC"}""", run.Error, StringComparison.Ordinal);
        Assert.Contains("← clock.now completed: 12:00", run.Error, StringComparison.Ordinal);
        Assert.Equal(["""POST /chat/stream {"message":"what time"}"""], host.Requests);
    }

    [Fact]
    public async Task Message_may_be_piped_in_and_the_conversation_named()
    {
        run.Input = "from a pipe\n";
        await using var host = await StartAsync(Session, ("message", """{"text":"yes"}"""), Done);
        Assert.Equal(0, await run.RunAsync("chat", "--session", "s1"));
        Assert.Equal("yes\n", run.Out);
        Assert.Equal(["""POST /chat/stream {"message":"from a pipe","session":"s1"}"""], host.Requests);
    }

    [Fact]
    public async Task Program_gets_events_as_lines_of_json()
    {
        await using var host = await StartAsync(Session, ("token", """{"text":"a"}"""), Done);
        Assert.Equal(0, await run.RunAsync("chat", "--json", "hi"));
        var lines = run.Out.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["session", "token", "done"], lines.Select(line => line.GetProperty("event").GetString()));
        Assert.Equal("a", lines[1].GetProperty("data").GetProperty("text").GetString());
        Assert.Equal("2", lines[1].GetProperty("id").GetString());
    }

    [Theory]
    [InlineData(false, new[] { "chat", "write" })]
    [InlineData(true, new[] { "chat", "write", "--json" })]
    public async Task Question_that_nobody_can_be_asked_ends_with_the_command_that_answers_it(bool person, string[] args)
    {
        run.Person = person;
        run.Input = "y\n";
        await using var host = await StartAsync(Session, Question, Waiting);
        Assert.Equal(ExitCode.WaitsForApproval, await run.RunAsync(args));
        Assert.Contains("harombe approvals approve apr_1", run.Error, StringComparison.Ordinal);
        Assert.Single(host.Requests);
    }

    [Theory]
    [InlineData("y\n", """{"answer":"approve"}""")]
    [InlineData("YES\n", """{"answer":"approve"}""")]
    [InlineData("n\n", """{"answer":"deny"}""")]
    [InlineData("n wrong folder\n", """{"answer":"deny","reason":"wrong folder"}""")]
    [InlineData("\nwhat\ny but later\nn\n", """{"answer":"deny"}""")]
    public async Task Typed_answer_is_sent_and_the_turn_followed_to_its_end(string typed, string sent)
    {
        run.Person = true;
        run.Input = typed;
        await using var host = await StartAsync(Session, Question, Waiting);
        Assert.Equal(0, await run.RunAsync("chat", "write"));
        Assert.Contains("approval needed: files.write (risk high)", run.Error, StringComparison.Ordinal);
        Assert.Contains("it writes", run.Error, StringComparison.Ordinal);
        Assert.Contains("    \"text\": \"hi\"", run.Error.Replace("    {", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("dry run    files.look says what it would do:\n  one line would go", run.Error, StringComparison.Ordinal);
        Assert.Equal(["""POST /chat/stream {"message":"write"}""", "GET /approvals/apr_1", $"POST /approvals/apr_1 {sent}", "GET /chat/s1/stream after 3"], host.Requests);
        Assert.Equal("after\n", run.Out);
    }

    [Fact]
    public async Task Input_that_ends_at_a_question_answers_nothing()
    {
        run.Person = true;
        await using var host = await StartAsync(Session, Question, Waiting);
        Assert.Equal(ExitCode.WaitsForApproval, await run.RunAsync("chat", "write"));
        Assert.DoesNotContain(host.Requests, request => request.StartsWith("POST /approvals", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stream_that_breaks_off_is_taken_up_after_the_last_event()
    {
        await using var host = await StartAsync(Session, ("token", """{"text":"be"}"""));
        Assert.Equal(0, await run.RunAsync("chat", "hi"));
        Assert.Equal("beafter\n", run.Out);
        Assert.Equal("GET /chat/s1/stream after 2", host.Requests.Last());
    }

    [Fact]
    public async Task Failed_turn_tells_its_reason()
    {
        await using var host = await StartAsync(Session, ("error", """{"rule":"model.unreachable","message":"No model.","remedy":"Set model."}"""), ("done", """{"state":"failed","approvals":[]}"""));
        Assert.Equal(ExitCode.Failed, await run.RunAsync("chat", "hi"));
        Assert.Contains("harombe: No model.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Set model.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_interrupt_cancels_the_turn_and_the_second_leaves()
    {
        var cancelled = new TaskCompletionSource();
        await using var host = await ImitatedHost.StartAsync(run.Data, (app, _) =>
        {
            app.MapPost("/chat/stream", async (HttpContext http) =>
            {
                await ImitatedHost.EventsAsync(http, 1, Session);
                Assert.True(run.Interrupts.Raise());
                await cancelled.Task;
                Assert.False(run.Interrupts.Token.IsCancellationRequested);
                await ImitatedHost.EventsAsync(http, 2, ("done", """{"state":"cancelled","approvals":[]}"""));
            });
            app.MapPost("/chat/{session}/cancel", () =>
            {
                cancelled.SetResult();
                return TypedResults.NoContent();
            });
        });
        Assert.Equal(ExitCode.Interrupted, await run.RunAsync("chat", "hi"));
        Assert.Contains("POST /chat/s1/cancel", host.Requests);
    }

    [Fact]
    public async Task Second_interrupt_leaves_a_turn_that_does_not_end()
    {
        await using var host = await ImitatedHost.StartAsync(run.Data, (app, _) => app.MapPost("/chat/stream", async (HttpContext http) =>
        {
            await ImitatedHost.EventsAsync(http, 1, Session);
            Assert.True(run.Interrupts.Raise());
            Assert.True(run.Interrupts.Raise());
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
        }));
        Assert.Equal(ExitCode.Interrupted, await run.RunAsync("chat", "hi"));
    }

    [Fact]
    public async Task Conversation_goes_on_in_its_session_until_the_input_ends()
    {
        run.Person = true;
        run.Input = "one\n\ntwo\n";
        await using var host = await StartAsync(Session, ("message", """{"text":"ok"}"""), Done);
        Assert.Equal(0, await run.RunAsync("chat"));
        Assert.Equal("ok\nok\n", run.Out);
        Assert.Equal(["""POST /chat/stream {"message":"one"}""", """POST /chat/stream {"message":"two","session":"s1"}"""], host.Requests);
    }

    public void Dispose() => run.Dispose();

    private Task<ImitatedHost> StartAsync(params (string, string)[] events) => ImitatedHost.StartAsync(run.Data, (app, _) =>
    {
        app.MapPost("/chat/stream", (HttpContext http) => ImitatedHost.EventsAsync(http, 1, events));
        app.MapPost("/approvals/{id}", () => Results.Json(new { id = "apr_1" }));
        app.MapGet("/approvals/{id}", () => Results.Text(
            """{"id":"apr_1","state":"waiting","call":"call_1","tool":"files.write","arguments":{"text":"hi"},"principal":"owner.chat","risk":"high","rule":"default.ask","why":"it writes","askedAt":"2030-01-01T00:00:00Z","expiresAt":"2030-01-01T00:01:00Z","preview":{"origins":[],"new":[],"decoded":[],"odd":[],"dryRun":{"what":"files.look says what it would do:","lines":["one line would go"],"leftOut":0}}}""",
            "application/json"));
        app.MapGet("/chat/{session}/stream", (HttpContext http) => ImitatedHost.EventsAsync(http, 4, ("token", """{"text":"after"}"""), Done));
    });
}
