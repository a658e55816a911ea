using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Harombe.HostTests.Upstreams;
using Harombe.HostTests.Upstreams.Trouble;

namespace Harombe.Attacks.Gateway;

/// <summary>As whoever can send to <c>/mcp</c>, from this machine or through somebody's browser: I want the host down, or to answer me.</summary>
public sealed class BombTests : IAsyncLifetime
{
    private UpstreamHost host = null!;
    private string token = "";

    public async Task InitializeAsync()
    {
        host = await UpstreamHost.StartAsync();
        token = await host.Owner.IssueAsync("mallory", "caller", ["*"]);
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    public static TheoryData<string, string> Bombs => new()
    {
        { "arrays in arguments", Call("{\"text\":" + new string('[', 1_000_000) + new string(']', 1_000_000) + "}") },
        { "objects in arguments", Call(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000)) },
        { "arrays that are not closed", Call("{\"text\":" + new string('[', 2_000_000)) },
        { "an id that is nested", """{"jsonrpc":"2.0","method":"tools/list","id":""" + new string('[', 100_000) + new string(']', 100_000) + "}" },
        { "meta that is nested", """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":""" + new string('[', 100_000) + new string(']', 100_000) + "}}" },
        { "an answer that is nested", """{"jsonrpc":"2.0","id":1,"result":""" + new string('[', 100_000) + new string(']', 100_000) + "}" },
        { "a batch of batches", new string('[', 100_000) + new string(']', 100_000) },
        { "a number of a million digits", Call("{\"text\":" + new string('9', 1_000_000) + "}") },
        { "an exponent", Call("{\"text\":1e999999999}") },
        { "a name of a million characters", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":" """ + new string('a', 1_000_000) + "\",\"arguments\":{}}}" },
        { "a method of a million characters", """{"jsonrpc":"2.0","id":1,"method":" """ + new string('a', 1_000_000) + "\"}" },
        { "a hundred thousand members", Call("{" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"a{i}\":1")) + "}") },
        { "a cursor that is huge", """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":" """ + new string('a', 1_000_000) + "\"}}" },
    };

    [Theory, MemberData(nameof(Bombs))]
    public async Task I_send_a_bomb_and_the_host_serves_on(string what, string body)
    {
        foreach (var revision in new[] { "2026-07-28", "2025-11-25" })
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Owner.Url, "/mcp")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new("Bearer", token);
            request.Headers.Accept.ParseAdd("application/json, text/event-stream");
            foreach (var (name, value) in new[] { ("MCP-Protocol-Version", revision), ("Mcp-Method", "tools/call"), ("Mcp-Name", "clock_now") })
            {
                request.Headers.Add(name, value);
            }

            using var response = await http.SendAsync(request);
            var said = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode is >= 400 and < 500 || said.Contains("\"isError\":true", StringComparison.Ordinal), $"{what}: {response.StatusCode} {said}");
            Assert.InRange(said.Length, 0, 4000);
        }

        using var after = new McpCalls(host.Owner.Url, token);
        Assert.Contains("clock_now", await after.ListAsync());
        Assert.Empty(await host.Owner.AuditAsync("call.intent"));
    }

    [Theory]
    [InlineData("evil.example", null)]
    [InlineData("evil.example:PORT", null)]
    [InlineData("127.0.0.1.evil.example:PORT", null)]
    [InlineData("localhost.:PORT", null)]
    [InlineData("0.0.0.0:PORT", null)]
    [InlineData("127.0.0.1:PORT", "http://evil.example")]
    [InlineData("127.0.0.1:PORT", "null")]
    [InlineData("127.0.0.1:PORT", "http://127.0.0.1:1")]
    [InlineData("127.0.0.1:PORT", "http://localhost:PORT.evil.example")]
    [InlineData("127.0.0.1:PORT\r\nHost: evil.example", null)]
    [InlineData("", null)]
    public async Task I_rebind_a_name_of_mine_to_the_hosts_address(string name, string? origin)
    {
        foreach (var (method, path) in new[] { ("POST", "/mcp"), ("GET", "/mcp"), ("DELETE", "/mcp"), ("OPTIONS", "/mcp"), ("POST", "/mcp/small"), ("POST", "http://127.0.0.1:PORT/mcp") })
        {
            var said = await RawAsync(method, path, name, origin);
            Assert.True(said.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), $"{method} {path}: {said}");
            Assert.DoesNotContain("Access-Control", said, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Mcp-Session-Id", said, StringComparison.OrdinalIgnoreCase);
        }
    }

    private async Task<string> RawAsync(string method, string path, string name, string? origin)
    {
        var port = host.Owner.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        const string Body = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}""";
        var text = new StringBuilder($"{method} {path} HTTP/1.1\r\n");
        text.Append(name.Length > 0 ? $"Host: {name}\r\n" : "");
        text.Append($"Authorization: Bearer {token}\r\nAccept: application/json, text/event-stream\r\nContent-Type: application/json\r\nConnection: close\r\n");
        text.Append(origin is null ? "" : $"Origin: {origin}\r\n");
        text.Append(method == "POST" ? $"Content-Length: {Body.Length}\r\n\r\n{Body}" : "\r\n");
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, host.Owner.Url.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(text.Replace("PORT", port).ToString()));
        var answer = new byte[8000];
        var length = 0;
        for (int read; length < answer.Length && (read = await socket.ReceiveAsync(answer.AsMemory(length))) > 0; length += read)
        {
        }

        return Encoding.UTF8.GetString(answer, 0, length);
    }

    private static string Call(string arguments) =>
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"clock_now","arguments":ARGUMENTS,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"raw","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}}}"""
            .Replace("ARGUMENTS", arguments, StringComparison.Ordinal);
}
