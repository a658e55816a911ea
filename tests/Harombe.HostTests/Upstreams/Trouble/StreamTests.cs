using Harombe.Testing;
using Microsoft.AspNetCore.Http;
using Xunit.Abstractions;

namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>Answers over HTTP that are too long, too slow, without an end, or none.</summary>
public sealed class StreamTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task A_result_of_a_hundred_megabytes_fails_its_own_call_and_no_other(string type)
    {
        await using var server = await HttpUpstream.StartAsync();
        var held = new TaskCompletionSource();
        server.Before = (http, method, tool) => Answered(method switch
        {
            "tools/call" when tool == "echo" => Streams.LargeAsync(http, type, Rounds.Of(quick: 20, full: 100) * 1024L * 1024),
            "tools/call" => held.Task,
            _ => null,
        });
        await using var host = await UpstreamHost.StartAsync();
        await server.AddAsync(host, "up", entry => entry["message"] = 1024 * 1024);
        var other = host.CallAsync("up__hang").AsTask();
        await Eventually.BeAsync("the other call", () => server.Calls == 1);
        var before = GC.GetTotalAllocatedBytes();

        var reason = await host.ReasonAsync("up__echo");

        output.WriteLine($"{reason} ({(GC.GetTotalAllocatedBytes() - before) / 1024 / 1024} MiB allocated)");
        Assert.Equal("upstream.error", reason.Rule);
        Assert.Contains("1048576", reason.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Calls);
        Assert.False(other.IsCompleted);
        server.Before = (_, _, _) => Task.FromResult(false);
        Assert.Equal("echo in s1", await host.TextAsync("up__echo"));
        held.SetResult();
        await other;
    }

    [Theory]
    [InlineData("one event without an end", "x")]
    [InlineData("comments", ": still here\n\n")]
    [InlineData("events that answer nothing", "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":1}}\n\n")]
    [InlineData("answers to nobody", "data: {\"jsonrpc\":\"2.0\",\"id\":\"nobody\",\"result\":{}}\n\n")]
    [InlineData("a changed list", "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n")]
    [InlineData("questions", "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n\n")]
    public async Task A_stream_without_an_end_costs_its_own_call_and_is_left(string what, string repeated)
    {
        await using var server = await HttpUpstream.StartAsync();
        var left = new TaskCompletionSource();
        server.Before = (http, method, tool) => Answered(method == "tools/call" && tool == "hang" ? UntilLeft(Streams.RepeatAsync(http, repeated)) : null);
        await using var good = await HttpUpstream.StartAsync();
        await using var host = await UpstreamHost.StartAsync();
        await good.AddAsync(host, "good");
        await server.AddAsync(host, "up", entry => { entry["timeout"] = "3s"; entry["message"] = 256 * 1024; });
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var hung = host.ReasonAsync("up__hang");
        await Eventually.BeAsync("the call", () => server.Calls == 1);
        Assert.Equal("echo in s1", await host.TextAsync("good__echo"));
        var reason = await hung;
        await left.Task.WaitAsync(TimeSpan.FromSeconds(30));

        output.WriteLine($"{what}: {reason}; heap {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1024:n0} KiB more");
        Assert.Contains(reason.Rule, (string[])["upstream.timeout", "upstream.error"]);
        Assert.Equal(1, server.Calls);
        // Each question is answered by a request; they are taken no faster than that is done.
        Assert.InRange(server.Requests, 0, 20_000);

        async Task UntilLeft(Task stream)
        {
            try
            {
                await stream;
            }
            catch (OperationCanceledException)
            {
                // Whoever read it has gone.
            }
            finally
            {
                left.TrySetResult();
            }
        }
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task A_body_that_comes_byte_by_byte_is_waited_for_as_long_as_a_call_may_take(string type)
    {
        await using var server = await HttpUpstream.StartAsync();
        server.Before = (http, method, tool) => Answered(method == "tools/call" ? Streams.TrickleAsync(http, type) : null);
        await using var good = await HttpUpstream.StartAsync();
        await using var host = await UpstreamHost.StartAsync();
        await good.AddAsync(host, "good");
        await server.AddAsync(host, "up", entry => entry["timeout"] = "3s");

        var slow = host.ReasonAsync("up__echo");
        await Eventually.BeAsync("the call", () => server.Calls == 1);
        Assert.Equal("echo in s1", await host.TextAsync("good__echo"));

        Assert.Equal("upstream.timeout", (await slow).Rule);
    }

    [Fact]
    public async Task A_server_that_introduces_itself_byte_by_byte_is_given_its_time_to_start_and_no_more()
    {
        await using var server = await HttpUpstream.StartAsync();
        server.Before = (http, _, _) => Answered(Streams.TrickleAsync(http, "application/json"));
        await using var host = await UpstreamHost.StartAsync();

        await server.AddAsync(host, "up", entry => entry["start_timeout"] = "2s");

        Assert.Contains("within 2 s", (await host.ViewAsync("up")).GetProperty("fault").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "application/json", "this is no JSON")]
    [InlineData(200, "application/json", "[]")]
    [InlineData(200, "application/json", "null")]
    [InlineData(200, "application/json", """{"jsonrpc":"2.0","id":"other","result":{}}""")]
    [InlineData(200, "text/html", "<html>Please sign in</html>")]
    [InlineData(200, "text/event-stream", "data: no JSON\n\n")]
    [InlineData(200, "text/event-stream", "")]
    [InlineData(202, "text/plain", "")]
    [InlineData(204, "text/plain", "")]
    [InlineData(500, "text/plain", "it broke")]
    [InlineData(502, "text/html", "<html>Bad gateway</html>")]
    public async Task Garbage_in_the_place_of_an_answer_fails_its_own_call_soon(int status, string type, string body)
    {
        await using var server = await HttpUpstream.StartAsync();
        server.Before = (http, method, tool) => Answered(method == "tools/call" && tool == "hang" ? Write(http) : null);
        await using var host = await UpstreamHost.StartAsync();
        await server.AddAsync(host, "up", entry => entry["timeout"] = "60s");

        var reason = await host.ReasonAsync("up__hang").WaitAsync(TimeSpan.FromSeconds(30));

        output.WriteLine($"{status} {type} {body}: {reason}");
        Assert.StartsWith("upstream.", reason.Rule, StringComparison.Ordinal);
        Assert.StartsWith("echo in ", await host.TextAsync("up__echo"), StringComparison.Ordinal);

        async Task Write(HttpContext http)
        {
            (http.Response.StatusCode, http.Response.ContentType) = (status, type);
            if (body.Length > 0)
            {
                await http.Response.WriteAsync(body);
            }
        }
    }

    private static async Task<bool> Answered(Task? answer)
    {
        if (answer is null)
        {
            return false;
        }

        await answer;
        return true;
    }
}
