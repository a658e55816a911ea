using System.Net;
using System.Net.Http.Json;

namespace Harombe.HostTests.Chat;

/// <summary>A turn that waits for a person.</summary>
public sealed class ApprovalTests
{
    [Fact]
    public async Task An_approved_call_runs_and_the_turn_goes_on_with_its_result()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi there"}""");
        host.Script.Text("Written.");

        var asked = await host.SayAsync("write it");
        var question = asked.Of("approval_required").Single();
        Assert.Equal("waiting", asked.State);
        Assert.Equal("files.write", question.Text("tool"));
        Assert.Equal("hi there", question.Data.GetProperty("arguments").GetProperty("content").GetString());
        Assert.False(File.Exists(Path.Combine(host.Workspace, "hello.txt")));
        Assert.Single(host.Api.Requests);

        var rest = await AnswerAsync(host, asked, approve: true);

        Assert.Equal(["tool_result", "token", "usage", "message", "done"], rest.Kinds);
        Assert.Equal("hi there", await File.ReadAllTextAsync(Path.Combine(host.Workspace, "hello.txt")));
        Assert.Contains("Wrote", host.Api.Requests[1].Results.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_denial_and_its_reason_reach_the_model()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi"}""");
        host.Script.Text("As you wish.");

        var asked = await host.SayAsync("write it");
        var rest = await AnswerAsync(host, asked, approve: false, "Not into this folder.");

        Assert.Equal("refused", rest.Of("tool_result").Single().Text("ending"));
        var told = host.Api.Requests[1].Results.Single().Text;
        Assert.Contains("Not into this folder.", told, StringComparison.Ordinal);
        Assert.Contains("[rule approval.denied]", told, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(host.Workspace, "hello.txt")));
        Assert.Equal("As you wish.", rest.Message);
    }

    [Fact]
    public async Task A_turn_that_waits_outlives_a_restart()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi"}""");
        host.Script.Text("Written.");

        var asked = await host.SayAsync("write it");
        await host.RestartAsync();
        var rest = await AnswerAsync(host, asked, approve: true);

        Assert.Equal("done", rest.State);
        Assert.Equal("Written.", rest.Message);
        Assert.True(File.Exists(Path.Combine(host.Workspace, "hello.txt")));
    }

    [Fact]
    public async Task A_second_message_is_refused_while_the_turn_waits()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi"}""");
        var asked = await host.SayAsync("write it");

        using var response = await host.PostAsync("and another", asked.Session);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains("chat.busy", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_that_waits_can_be_cancelled_and_its_call_never_runs()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi"}""");
        host.Script.Text("Next.");
        var asked = await host.SayAsync("write it");

        using var cancelled = await host.CancelAsync(asked.Session);
        Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        // Too late: the answer may be recorded, but nothing goes on from it.
        using var late = await host.Client.PostAsJsonAsync($"/approvals/{asked.Approval}", new { answer = "approve" });
        var next = await host.SayAsync("go on", asked.Session);

        Assert.Equal("Next.", next.Message);
        Assert.False(File.Exists(Path.Combine(host.Workspace, "hello.txt")));
        Assert.Contains("[rule turn.ended]", host.Api.Requests[1].Text, StringComparison.Ordinal);
        using var again = await host.CancelAsync(asked.Session);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task A_yes_for_the_session_lets_the_same_call_run_again_without_a_question()
    {
        await using var host = await ChatHost.StartAsync();
        const string Arguments = """{"path":"hello.txt","content":"hi","replace":true}""";
        host.Script.Tool("files_write", Arguments);
        host.Script.Text("Written.");
        host.Script.Tool("files_write", Arguments);
        host.Script.Text("Again.");
        var asked = await host.SayAsync("write it");
        using var watch = await host.WatchAsync(asked.Session, asked.Events[^1].Id);
        using var yes = await host.Client.PostAsJsonAsync($"/approvals/{asked.Approval}", new { answer = "approve", grant = new { session = true } });
        Assert.Equal(HttpStatusCode.OK, yes.StatusCode);
        await ServerEvents.ReadAllAsync(watch);

        var again = await host.SayAsync("and again", asked.Session);

        Assert.Equal(("done", "Again."), (again.State, again.Message));
        Assert.Empty(again.Of("approval_required"));
    }

    [Fact]
    public async Task A_call_runs_with_the_arguments_that_the_person_put_in_their_place_and_the_model_is_told()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Tool("files_write", """{"path":"wrong.txt","content":"hi"}""");
        host.Script.Text("Written.");
        var asked = await host.SayAsync("write it");
        using var watch = await host.WatchAsync(asked.Session, asked.Events[^1].Id);
        using var yes = await host.Client.PostAsJsonAsync($"/approvals/{asked.Approval}", new { answer = "approve", arguments = new { path = "right.txt", content = "hi" } });
        Assert.Equal(HttpStatusCode.OK, yes.StatusCode);
        await ServerEvents.ReadAllAsync(watch);

        Assert.False(File.Exists(Path.Combine(host.Workspace, "wrong.txt")));
        Assert.Equal("hi", await File.ReadAllTextAsync(Path.Combine(host.Workspace, "right.txt")));
        Assert.Contains("changed its arguments", host.Api.Requests[1].Results.Single().Text, StringComparison.Ordinal);
        Assert.Contains("right.txt", host.Api.Requests[1].Results.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_without_a_stream_tells_what_it_waits_for()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi"}""");

        using var response = await host.Client.PostAsJsonAsync("/chat", new { message = "write it" });
        var reply = System.Text.Json.JsonElement.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal("waiting", reply.GetProperty("state").GetString());
        Assert.StartsWith("/approvals/apr_", reply.GetProperty("approvals")[0].GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    private static async Task<Talk> AnswerAsync(ChatHost host, Talk asked, bool approve, string? reason = null)
    {
        var after = asked.Events[^1].Id;
        using var watch = await host.WatchAsync(asked.Session, after);
        await host.AnswerAsync(asked.Approval, approve, reason);
        var events = await ServerEvents.ReadAllAsync(watch);
        // After a restart the turn says once more that it waits.
        return new Talk([.. events.SkipWhile(item => item.Kind == "done" && item.Text("state") == "waiting")]);
    }
}
