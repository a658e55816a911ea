using System.Text;
using Harombe.Testing;
using Microsoft.AspNetCore.Http;
using Xunit.Abstractions;

namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>Servers that end their streams and want to be asked again, at once and for ever.</summary>
public sealed class ReconnectTests(ITestOutputHelper output)
{
    private const string Again = "id: 7\nretry: 0\ndata: \n\n";

    [Fact]
    public async Task A_stream_of_news_that_ends_at_once_is_not_opened_over_and_over()
    {
        await using var server = await HttpUpstream.StartAsync();
        var opened = 0;
        server.Before = async (http, _, _) =>
        {
            if (http.Request.Method != "GET")
            {
                return false;
            }

            Interlocked.Increment(ref opened);
            await EndAsync(http);
            return true;
        };
        await using var host = await UpstreamHost.StartAsync();
        await server.AddAsync(host, "up");
        await Eventually.BeAsync("the first stream", () => opened > 0);

        for (var i = 0; i < 200; i++)
        {
            Assert.StartsWith("echo in ", await host.TextAsync("up__echo"), StringComparison.Ordinal);
        }

        output.WriteLine($"{opened} streams while 200 calls were answered");
        Assert.InRange(opened, 1, 500);
    }

    [Fact]
    public async Task An_answer_that_is_put_off_from_stream_to_stream_is_not_run_after_without_end()
    {
        await using var server = await HttpUpstream.StartAsync();
        var opened = 0;
        server.Before = async (http, method, tool) =>
        {
            if (http.Request.Method != "GET" && tool != "hang")
            {
                return false;
            }

            Interlocked.Increment(ref opened);
            await EndAsync(http);
            return true;
        };
        await using var host = await UpstreamHost.StartAsync();
        await server.AddAsync(host, "up", entry => entry["timeout"] = "5s");

        var reason = await host.ReasonAsync("up__hang");

        output.WriteLine($"{opened} streams in 5 s at most; {reason}");
        Assert.InRange(opened, 1, 500);
        Assert.StartsWith("echo in ", await host.TextAsync("up__echo"), StringComparison.Ordinal);
    }

    private static async Task EndAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Again), http.RequestAborted);
    }
}
