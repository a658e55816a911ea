using System.Net;
using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Principals;
using Harombe.Testing.Anthropic;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Chat;

/// <summary>A person ends a turn, or the host does.</summary>
public sealed class CancelTests
{
    [Fact]
    public async Task Cancelling_ends_the_request_to_the_model()
    {
        await using var host = await ChatHost.StartAsync();
        var reply = host.Script.Add(new ScriptedReply([new ScriptedBlock.Text(["Once upon ", "a time"])]) { End = StreamEnd.Waits });
        host.Script.Text("Next.");
        using var stream = await host.PostAsync("tell me a story");
        await using var events = ServerEvents.ReadAsync(stream).GetAsyncEnumerator();
        var session = await NextAsync(events, "session");
        await NextAsync(events, "token");

        using var cancelled = await host.CancelAsync(session.Text("session"));

        Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        await reply.Abandoned;
        Assert.Equal("cancelled", (await NextAsync(events, "done")).Text("state"));
        Assert.Equal("Next.", (await host.SayAsync("another", session.Text("session"))).Message);
    }

    [Fact]
    public async Task Cancelling_ends_the_tool()
    {
        var (began, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await ChatHost.StartAsync([TestTools.Reading("wait", async (_, cancellationToken) =>
        {
            await using var _2 = cancellationToken.Register(() => ended.TrySetResult());
            began.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return "never";
        })]);
        host.Script.Tool("wait", "{}");
        host.Script.Text("Next.");
        using var stream = await host.PostAsync("wait");
        await using var events = ServerEvents.ReadAsync(stream).GetAsyncEnumerator();
        var session = await NextAsync(events, "session");
        await NextAsync(events, "tool_call");
        // The event stands before the stations: a turn that is cancelled there ends without the tool ever running.
        await began.Task;

        using var cancelled = await host.CancelAsync(session.Text("session"));

        await ended.Task;
        Assert.Equal("cancelled", (await NextAsync(events, "done")).Text("state"));
        var next = await host.SayAsync("another", session.Text("session"));
        Assert.Equal("Next.", next.Message);
        Assert.Contains("\"tool_result\"", host.Api.Requests[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_takes_back_what_was_asked()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi"}""");
        host.Script.Text("Next.");
        var asked = await host.SayAsync("write it");
        var question = asked.Of("approval_required").Single().Text("approval");

        using var cancelled = await host.CancelAsync(asked.Session);

        Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        using var look = new HttpRequestMessage(HttpMethod.Get, $"/approvals/{question}") { Headers = { { "Accept", "application/json" } } };
        using var seen = await host.Client.SendAsync(look);
        Assert.Equal("withdrawn", JsonElement.Parse(await seen.Content.ReadAsStringAsync()).GetProperty("state").GetString());
        var yes = new ApprovalAnswer(true, new Principal(new PrincipalId("ann"), TokenKinds.Approver, ToolScope.Nothing), AnswerChannel.Http, null);
        var late = await host.Services.GetRequiredService<IApprovals>().AnswerAsync(new ApprovalId(question), yes, CancellationToken.None);
        Assert.Equal("approval.withdrawn", Assert.IsType<AnswerOutcome.Rejected>(late).Reason.Rule);
        Assert.Equal("Next.", (await host.SayAsync("another", asked.Session)).Message);
        Assert.False(File.Exists(Path.Combine(host.Workspace, "hello.txt")));
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_nothing()
    {
        await using var host = await ChatHost.StartAsync();
        var reply = host.Script.Add(new ScriptedReply([new ScriptedBlock.Text(["Once ", "upon"])]) { End = StreamEnd.Waits });
        string session;
        using (var stream = await host.PostAsync("tell me a story"))
        {
            await using var events = ServerEvents.ReadAsync(stream).GetAsyncEnumerator();
            session = (await NextAsync(events, "session")).Text("session");
        }

        reply.GoOn();
        using var watch = await host.WatchAsync(session);
        var talk = new Talk(await ServerEvents.ReadAllAsync(watch));

        Assert.Equal("Once upon", talk.Message);
    }

    [Fact]
    public async Task A_host_that_stops_ends_streams_and_goes_on_with_the_turn_at_its_next_start()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Add(new ScriptedReply([new ScriptedBlock.Text(["never ", "kept"])]) { End = StreamEnd.Waits });
        host.Script.Text("From the beginning.");
        using var stream = await host.PostAsync("hello");
        await using var events = ServerEvents.ReadAsync(stream).GetAsyncEnumerator();
        var session = (await NextAsync(events, "session")).Text("session");
        await NextAsync(events, "token");
        using var watch = await host.WatchAsync(session);

        // Would take the whole time that a stop may take, and then lose what was not written, if a stream held it.
        await host.DownAsync();
        while (await events.MoveNextAsync())
        {
            Assert.NotEqual("done", events.Current.Kind);
        }

        await host.UpAsync();
        using var again = await host.WatchAsync(session);
        var talk = new Talk(await ServerEvents.ReadAllAsync(again));

        Assert.Equal("done", talk.State);
        Assert.Equal("From the beginning.", talk.Message);
    }

    private static async Task<ServerEvent> NextAsync(IAsyncEnumerator<ServerEvent> events, string kind)
    {
        while (await events.MoveNextAsync())
        {
            if (events.Current.Kind == kind)
            {
                return events.Current;
            }
        }

        throw new Xunit.Sdk.XunitException($"The stream ended before '{kind}'.");
    }
}
