using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Harombe.Testing;
using Harombe.Testing.Anthropic;

namespace Harombe.RealTests.Processes;

public sealed class DrainTests
{
    private const int Streams = 100;
    private static readonly string[] Pieces = [.. Enumerable.Range(0, 20).Select(number => $"piece {number}, ")];

    [Fact]
    public async Task Asked_to_end_in_the_middle_of_a_hundred_streams_the_host_loses_nothing()
    {
        await using var model = await AnthropicServer.StartAsync();
        await using var host = await StartAsync(model, drain: "6s");
        var replies = Enumerable.Range(0, Streams).Select(_ => model.Script.Add(new ScriptedReply([new ScriptedBlock.Text(Pieces)]) { End = StreamEnd.Waits })).ToList();
        var streams = Enumerable.Range(0, Streams).Select(number => SayAsync(host.Owner, $"the question of {number}")).ToList();
        await Eventually.SeeAsync("every stream under way", () => Task.FromResult(model.Accepted.Count == Streams ? "yes" : null));

        var ended = host.TerminateAsync();
        await Eventually.SeeAsync("new work being refused", () => RefusedAsync(host.Owner));
        // Half of the models come to their end in time; the others never do.
        replies.Take(Streams / 2).ToList().ForEach(reply => reply.GoOn());

        var told = await Task.WhenAll(streams);
        Assert.Equal(0, await ended);
        var done = told.Where(stream => stream[^1].Kind == "done").ToList();
        var stopped = told.Where(stream => stream[^1].Kind == "stopping").ToList();
        Assert.Equal((Streams / 2, Streams / 2), (done.Count, stopped.Count));
        Assert.All(done, stream => Assert.Equal(string.Concat(Pieces), Said(stream)));

        Enumerable.Range(0, Streams / 2).ToList().ForEach(_ => model.Script.Text("said after the start"));
        await host.StartAsync();
        foreach (var stream in stopped)
        {
            var session = stream[0].Value.Text("session");
            var whole = await host.Owner.EndOfTurnAsync(session);
            // What was shown before is still there in front, and the turn came to its end.
            Assert.StartsWith(Said(stream), Said(whole), StringComparison.Ordinal);
            Assert.Equal("said after the start", whole.Last(item => item.Kind == "message").Value.Text("text"));
            Assert.Equal("done", whole[^1].Value.Text("state"));
        }

        foreach (var stream in done)
        {
            var whole = await host.Owner.EndOfTurnAsync(stream[0].Value.Text("session"));
            Assert.Equal(stream.Select(item => item.Value.GetRawText()), whole.Select(item => item.Value.GetRawText()));
        }
    }

    [Fact]
    public async Task A_host_without_work_ends_at_once_and_says_so_to_whoever_watches()
    {
        await using var model = await AnthropicServer.StartAsync();
        await using var host = await StartAsync(model, drain: "60s");
        model.Script.Text("nothing more to say");
        await host.Owner.ChatAsync("hello");

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Assert.Equal(0, await host.TerminateAsync().WaitAsync(limit.Token));
    }

    private static async Task<HostProcess> StartAsync(AnthropicServer model, string drain)
    {
        var host = await HostProcess.StartAsync(("model", $"anthropic/{AnthropicServer.Model}"), ("models.anthropic.base_url", model.Url.ToString()), ("server.drain", drain));
        using var key = await host.Owner.SendAsync(new HttpRequestMessage(HttpMethod.Put, "/secrets/anthropic/api_key") { Content = JsonContent.Create(new { value = AnthropicServer.Key }) });
        Assert.True(key.IsSuccessStatusCode, await key.Content.ReadAsStringAsync());
        return host;
    }

    private static async Task<string?> RefusedAsync(HostApi host)
    {
        using var response = await host.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/chat") { Content = JsonContent.Create(new { message = "one more" }) });
        if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
        {
            return null;
        }

        Assert.NotNull(response.Headers.RetryAfter?.Delta);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<List<(string Kind, JsonElement Value)>> SayAsync(HostApi host, string message)
    {
        using var response = await host.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/chat/stream") { Content = JsonContent.Create(new { message }) });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var (events, kind) = (new List<(string, JsonElement)>(), "");
        foreach (var line in (await response.Content.ReadAsStringAsync()).Split('\n'))
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                kind = line["event: ".Length..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                events.Add((kind, JsonElement.Parse(line["data: ".Length..])));
            }
        }

        return events;
    }

    private static string Said(IEnumerable<(string Kind, JsonElement Value)> stream) => string.Concat(stream.Where(item => item.Kind == "token").Select(item => item.Value.Text("text")));
}
