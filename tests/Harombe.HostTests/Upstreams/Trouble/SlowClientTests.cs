using System.Net;
using System.Net.Sockets;
using System.Text;
using Harombe.Testing;
using Xunit.Abstractions;

namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>Clients of <c>/mcp</c> that send byte by byte, to have the host wait for them and for nobody else.</summary>
public sealed class SlowClientTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Clients_whose_bodies_come_byte_by_byte_hold_nobody_up_and_are_hung_up_on()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync("up", UpstreamCallTests.Harmless);
        var token = await host.Owner.IssueAsync("slow", "caller", ["*"]);
        using var client = await McpCalls.StartAsync(host);

        await HoldsAsync(host, client, $"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:{host.Owner.Url.Port}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: 100000\r\n\r\n{{");
    }

    [Fact]
    public async Task Clients_whose_headers_come_byte_by_byte_hold_nobody_up_and_are_hung_up_on()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync("up", UpstreamCallTests.Harmless);
        using var client = await McpCalls.StartAsync(host);

        await HoldsAsync(host, client, $"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:{host.Owner.Url.Port}\r\nX-Slow: ");
    }

    private async Task HoldsAsync(UpstreamHost host, McpCalls client, string begin)
    {
        var slow = Enumerable.Range(0, Rounds.Of(quick: 50, full: 500)).Select(_ => TrickleAsync(host.Owner.Url, begin)).ToList();
        for (var i = 0; i < 20; i++)
        {
            Assert.Contains("up__echo", await client.ListAsync());
            Assert.Equal("x", (string?)(await client.CallAsync("up__echo", new() { ["text"] = "x" }))["content"]![0]!["text"]);
        }

        var held = slow.Count(one => !one.IsCompleted);
        var answers = await Task.WhenAll(slow).WaitAsync(TimeSpan.FromMinutes(2));
        output.WriteLine($"{held} of {slow.Count} were held when the others had been served; each was then told: {string.Join(", ", answers.Distinct())}");
        Assert.NotEqual(0, held);
    }

    /// <summary>Sends a byte every now and then until the host has had enough, and gives what it said.</summary>
    private static async Task<string> TrickleAsync(Uri host, string begin)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, host.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(begin));
        var answer = new byte[1000];
        var read = socket.ReceiveAsync(answer);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        try
        {
            while (!read.IsCompleted && await timer.WaitForNextTickAsync())
            {
                await socket.SendAsync("a"u8.ToArray());
            }

            return Encoding.ASCII.GetString(answer, 0, await read).Split('\r')[0] is { Length: > 0 } said ? said : "nothing";
        }
        catch (SocketException)
        {
            return "nothing";
        }
    }
}
