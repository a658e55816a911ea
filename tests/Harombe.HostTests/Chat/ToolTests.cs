using Harombe.Testing.Anthropic;

namespace Harombe.HostTests.Chat;

/// <summary>How the calls of a reply run.</summary>
public sealed class ToolTests
{
    [Fact]
    public async Task Reading_tools_of_one_reply_run_side_by_side()
    {
        // Each waits for the others: one after the other they would never end.
        using var barrier = new AsyncBarrier(3);
        await using var host = await ChatHost.StartAsync([TestTools.Reading("meet", async (text, cancellationToken) =>
        {
            await barrier.ArriveAsync(cancellationToken);
            return text;
        })]);
        host.Script.Tools(("meet", """{"text":"a"}"""), ("meet", """{"text":"b"}"""), ("meet", """{"text":"c"}"""));
        host.Script.Text("all met");

        var talk = await host.SayAsync("meet");

        Assert.Equal("all met", talk.Message);
        Assert.Equal(["a", "b", "c"], host.Api.Requests[1].Results.Select(result => result.Text).Order());
    }

    [Fact]
    public async Task Changing_tools_of_one_reply_run_in_the_order_in_which_the_model_asked()
    {
        var ran = new List<string>();
        await using var host = await ChatHost.StartAsync([
            TestTools.Changing("add", (text, _) => Task.FromResult(Note(ran, text))),
            TestTools.Reading("look", (text, _) => Task.FromResult(Note(ran, text)))]);
        host.Script.Tools(("add", """{"text":"1"}"""), ("look", """{"text":"2"}"""), ("add", """{"text":"3"}"""));
        host.Script.Text("added");

        var talk = await host.SayAsync("add them");
        Assert.Equal("waiting", talk.State);
        // Both changes are asked about at once; nothing runs behind the one that comes first, whatever was answered.
        var asked = talk.Of("approval_required").Select(item => item.Text("approval")).ToList();
        Assert.Equal(2, asked.Count);
        await host.AnswerAsync(asked[1], approve: true);
        Assert.Empty(ran);

        using var watch = await host.WatchAsync(talk.Session, talk.Events[^1].Id);
        await host.AnswerAsync(asked[0], approve: true);
        var states = new List<string>();
        await foreach (var item in ServerEvents.ReadAsync(watch))
        {
            Assert.NotEqual("approval_required", item.Kind);
            if (item.Kind == "done")
            {
                states.Add(item.Text("state"));
            }
        }

        Assert.Equal(["1", "2", "3"], ran);
        Assert.Equal("done", states[^1]);
    }

    [Fact]
    public async Task Every_visible_tool_is_offered_under_its_wire_name()
    {
        await using var host = await ChatHost.StartAsync([
            TestTools.Reading("plain", (text, _) => Task.FromResult(text)),
            TestTools.Reading("my-tool.do-it", (text, _) => Task.FromResult(text)),
            TestTools.Reading("github__create_issue", (text, _) => Task.FromResult(text))]);
        host.Script.Tools(("my-tool_do-it", """{"text":"x"}"""), ("github__create_issue", """{"text":"y"}"""));
        host.Script.Text("done");

        var talk = await host.SayAsync("hi");

        var offered = host.Api.Requests[0].Tools;
        Assert.Equal(offered.Order(StringComparer.Ordinal), offered);
        Assert.Superset(new HashSet<string> { "plain", "my-tool_do-it", "github__create_issue", "clock_now", "files_read" }, offered.ToHashSet());
        Assert.All(talk.Of("tool_result"), result => Assert.Equal("completed", result.Text("ending")));
    }

    [Theory]
    [InlineData("""{"text":"bl""", "cut off")]
    [InlineData("""{"text":}""", "no JSON")]
    [InlineData("[1]", "no object")]
    public async Task Arguments_that_are_no_JSON_object_are_refused_and_never_run_as_a_call_without_any(string json, string why)
    {
        var ran = 0;
        await using var host = await ChatHost.StartAsync([TestTools.Reading("echo", (text, _) => Task.FromResult($"{Interlocked.Increment(ref ran)}"))]);
        host.Script.Tool("echo", json);
        host.Script.Text("I see.");

        var talk = await host.SayAsync("go");

        Assert.True(ran == 0, why);
        Assert.Equal("refused", talk.Of("tool_result").Single().Text("ending"));
        Assert.Contains("[rule call.arguments]", host.Api.Requests[1].Results.Single().Text, StringComparison.Ordinal);
        Assert.Equal("I see.", talk.Message);
    }

    [Theory]
    [InlineData("no_such_tool", "tool.unknown")]
    [InlineData("not a tool!", "tool.unknown")]
    public async Task A_tool_that_does_not_exist_is_refused_and_the_conversation_stays_valid(string name, string rule)
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Tool(name, "{}");
        host.Script.Text("Sorry.");

        var talk = await host.SayAsync("go");

        Assert.Equal("Sorry.", talk.Message);
        Assert.Contains($"[rule {rule}]", host.Api.Requests[1].Results.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_tells_the_model_rule_and_remedy()
    {
        await using var host = await ChatHost.StartAsync([TestTools.Reading("echo", (text, _) => Task.FromResult(text))]);
        host.Script.Tool("echo", """{"tekst":"typo"}""");
        host.Script.Text("I see.");

        await host.SayAsync("go");

        var told = host.Api.Requests[1].Results.Single().Text;
        Assert.StartsWith("Refused: ", told, StringComparison.Ordinal);
        Assert.Contains("[rule schema.arguments]", told, StringComparison.Ordinal);
        Assert.Contains("Correct the arguments and call again.", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_ends_when_it_has_asked_the_model_as_often_as_it_may()
    {
        await using var host = await ChatHost.StartAsync([TestTools.Reading("echo", (text, _) => Task.FromResult(text))], yaml: "agent:\n  max_steps: 3\n");
        for (var i = 0; i < 4; i++)
        {
            host.Script.Tool("echo", """{"text":"again"}""");
        }

        var talk = await host.SayAsync("loop");

        Assert.Equal("failed", talk.State);
        Assert.Equal("budget.steps", talk.Error.Text("rule"));
        Assert.Contains("agent.max_steps", talk.Error.Text("remedy"), StringComparison.Ordinal);
        Assert.Equal(3, host.Api.Requests.Count);
        Assert.Equal(3, talk.Of("tool_result").Count());
    }

    private static string Note(List<string> ran, string text)
    {
        lock (ran)
        {
            ran.Add(text);
        }

        return text;
    }
}
