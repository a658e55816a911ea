using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Harombe.HostTests.Upstreams;
using Harombe.HostTests.Upstreams.Trouble;

namespace Harombe.Attacks.Gateway;

/// <summary>As the upstream server over HTTP: I want what my callers carry, and keep every byte that I am sent.</summary>
public sealed class PassthroughTests
{
    [Theory]
    [InlineData("Authorization", null)]
    [InlineData("Cookie", "session=canary-of-a-caller")]
    [InlineData("X-Api-Key", "canary-of-a-caller")]
    [InlineData("Proxy-Authorization", "Basic canary-of-a-caller")]
    [InlineData("X-Forwarded-For", "canary-of-a-caller")]
    [InlineData("baggage", "user=canary-of-a-caller")]
    [InlineData("Correlation-Context", "user=canary-of-a-caller")]
    [InlineData("tracestate", "v=canary-of-a-caller")]
    [InlineData("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("Request-Id", "|canary-of-a-caller.")]
    [InlineData("Mcp-Param-Region", "canary-of-a-caller")]
    [InlineData("User-Agent", "canary-of-a-caller")]
    public async Task Nothing_of_a_callers_headers_reaches_me(string header, string? value)
    {
        await using var me = await HttpUpstream.StartAsync();
        await using var host = await UpstreamHost.StartAsync();
        await me.AddAsync(host, "up");
        var token = await host.Owner.IssueAsync("ide", "caller", ["*"]);
        using var caller = new McpCalls(host.Owner.Url, token);

        var (status, text) = await caller.SendAsync(
            "/mcp", "tools/call", value is null ? [("Mcp-Name", "up__echo")] : [("Mcp-Name", "up__echo"), (header, value)], new JsonObject { ["name"] = "up__echo", ["arguments"] = new JsonObject() });

        Assert.True(status == 200 && text.Contains("echo in s1", StringComparison.Ordinal), $"{status} {text}");
        Assert.Equal(1, me.Calls);
        foreach (var secret in new[] { token, token[6..], host.Owner.Token!, "canary-of-a-caller", "0af7651916cd43dd8448eb211c80319c" }) // not null: the owner's API has one
        {
            Assert.DoesNotContain(secret, me.Received, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Nothing_of_a_callers_meta_reaches_me()
    {
        await using var me = await HttpUpstream.StartAsync();
        await using var host = await UpstreamHost.StartAsync();
        await me.AddAsync(host, "up");
        var token = await host.Owner.IssueAsync("ide", "caller", ["*"]);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Owner.Url, "/mcp"))
        {
            Content = new StringContent(
                """{"jsonrpc":"2.0","id":"canary-id","method":"tools/call","params":{"name":"up__echo","arguments":{},"task":{"canary":"canary"},"_meta":{"progressToken":"canary-progress","canary":"canary","io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"canary-client","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}}}""",
                Encoding.UTF8,
                "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
        request.Headers.Add("Mcp-Method", "tools/call");
        request.Headers.Add("Mcp-Name", "up__echo");

        using var response = await http.SendAsync(request);

        Assert.Contains("echo in s1", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", me.Received, StringComparison.Ordinal);
        Assert.DoesNotContain(token, me.Received, StringComparison.Ordinal);
    }
}
