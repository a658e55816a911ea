using System.Net;

namespace Harombe.HostTests.Chat;

/// <summary>The events of a conversation as clients read them.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task Events_come_in_order_with_consecutive_ids()
    {
        await using var host = await ChatHost.StartAsync([TestTools.Reading("echo", (text, _) => Task.FromResult(text))]);
        host.Script.Tool("echo", """{"text":"a"}""");
        host.Script.Text("all ", "done");

        var talk = await host.SayAsync("go");

        Assert.Equal(Enumerable.Range(1, talk.Events.Count).Select(id => (long)id), talk.Events.Select(item => item.Id));
        Assert.Equal(["session", "usage", "tool_call", "tool_result", "token", "usage", "message", "done"], talk.Kinds.Aggregate(
            new List<string>(), (kinds, kind) => [.. kinds, .. kind == "token" && kinds[^1] == "token" ? Array.Empty<string>() : [kind]]));
    }

    [Fact]
    public async Task A_reader_that_was_cut_off_anywhere_goes_on_without_loss_or_repetition()
    {
        await using var host = await ChatHost.StartAsync([TestTools.Reading("echo", (text, _) => Task.FromResult(text))]);
        host.Script.Tool("echo", """{"text":"a"}""");
        host.Script.Text("one ", "two ", "three");
        var whole = await host.SayAsync("go");

        for (var cut = 0; cut < whole.Events.Count; cut++)
        {
            using var rest = await host.WatchAsync(whole.Session, cut);
            Assert.Equal(whole.Lines.Skip(cut), (await ServerEvents.ReadAllAsync(rest)).Select(item => item.Line));
        }
    }

    [Fact]
    public async Task Two_watchers_see_the_same_over_all_turns_and_questions()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Text("First.");
        host.Script.Tool("files_write", """{"path":"a.txt","content":"a"}""");
        host.Script.Text("Second.");
        var first = await host.SayAsync("one");
        var asked = await host.SayAsync("two", first.Session);
        Assert.Equal("waiting", asked.State);

        using var one = await host.WatchAsync(first.Session);
        using var two = await host.WatchAsync(first.Session, 2);
        var both = (ServerEvents.ReadAllAsync(one), ServerEvents.ReadAllAsync(two));
        await host.AnswerAsync(asked.Approval, approve: true);
        var (seen, seenFromTwo) = (await both.Item1, await both.Item2);

        Assert.Equal(seen.Skip(2).Select(item => item.Line), seenFromTwo.Select(item => item.Line));
        Assert.Equal(["done", "waiting", "done"], seen.Where(item => item.Kind == "done").Select(item => item.Text("state")));
        Assert.Equal(first.Lines.Concat(asked.Lines), seen.Take(first.Events.Count + asked.Events.Count).Select(item => item.Line));
    }

    [Fact]
    public async Task A_watcher_of_an_idle_conversation_is_connected_at_once_and_sees_the_next_turn()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Text("First.");
        host.Script.Text("Second.");
        var first = await host.SayAsync("one");

        using var watch = await host.WatchAsync(first.Session, first.Events[^1].Id);
        var second = await host.SayAsync("two", first.Session);

        Assert.Equal(second.Lines, (await ServerEvents.ReadAllAsync(watch)).Select(item => item.Line));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("99999999999999999999")]
    public async Task A_last_event_id_that_is_none_of_ours_is_refused(string id)
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Text("First.");
        var talk = await host.SayAsync("one");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/chat/{talk.Session}/stream");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", id);

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("chat.event-id", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_of_nobody_is_not_found()
    {
        await using var host = await ChatHost.StartAsync();
        using var response = await host.WatchAsync("ses_0123456789abcdef0123456789abcdef");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
