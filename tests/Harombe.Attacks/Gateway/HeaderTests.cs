using System.Text;
using System.Text.Json.Nodes;
using Harombe.HostTests.Upstreams;
using Harombe.HostTests.Upstreams.Trouble;

namespace Harombe.Attacks.Gateway;

/// <summary>As the client behind a proxy that looks at headers only: my headers say something harmless, and my body something else.</summary>
public sealed class HeaderTests
{
    [Theory]
    [InlineData("Mcp-Name", "up__echo")]
    [InlineData("Mcp-Name", "")]
    [InlineData("Mcp-Name", "up__echo\nup__fail")]
    [InlineData("Mcp-Name", "UP__FAIL")]
    [InlineData("Mcp-Name", "up__fail, up__echo")]
    [InlineData("Mcp-Method", "tools/list")]
    [InlineData("Mcp-Method", "")]
    [InlineData("Mcp-Method", "TOOLS/CALL")]
    [InlineData("Mcp-Method", "tools/list\ntools/call")]
    [InlineData("MCP-Protocol-Version", "2025-11-25")]
    [InlineData("MCP-Protocol-Version", "1999-01-01")]
    [InlineData("MCP-Protocol-Version", "2026-07-28\n2025-06-18")]
    public async Task My_headers_and_my_body_say_different_things(string header, string value)
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync("up", Reading);
        using var me = await McpCalls.StartAsync(host);

        var (status, text) = await me.SendAsync("/mcp", "tools/call", [("Mcp-Name", "up__fail"), (header, value)], new JsonObject { ["name"] = "up__fail", ["arguments"] = new JsonObject() });

        Assert.True(status == 400, $"{status} {text}");
        Assert.Empty(server.Requests("tools/call"));
    }

    [Fact]
    public async Task I_write_the_name_in_another_encoding_and_it_is_still_the_bodys_tool_that_is_decided()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync("up", Reading);
        using var me = await McpCalls.StartAsync(host);

        // The protocol's own way to write what fits no header; it must mean the same as the plain one, and nothing else.
        foreach (var (name, isTaken) in new[] { ("up__echo", true), ("up__fail", false) })
        {
            var encoded = $"=?base64?{Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}?=";
            var (status, _) = await me.SendAsync("/mcp", "tools/call", [("Mcp-Name", encoded)], new JsonObject { ["name"] = "up__echo", ["arguments"] = new JsonObject { ["text"] = "x" } });
            Assert.Equal(isTaken ? 200 : 400, status);
        }

        Assert.Single(server.Calls("echo"));
        Assert.Empty(server.Calls("fail"));
    }

    [Fact]
    public async Task I_say_one_revision_in_the_body_and_another_in_the_header()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync("up", Reading);
        using var me = await McpCalls.StartAsync(host);
        var parameters = new JsonObject { ["name"] = "up__echo", ["arguments"] = new JsonObject() };

        var (status, text) = await me.SendAsync("/mcp", "tools/call", [("Mcp-Name", "up__echo"), ("MCP-Protocol-Version", "2025-06-18")], parameters);

        Assert.True(status == 400, $"{status} {text}");
        Assert.Empty(server.Requests("tools/call"));
    }

    private static void Reading(JsonObject entry) => entry["tools"] = new JsonObject(new[] { "echo", "fail" }.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["reads"] = true })));
}
