using System.Text;
using Harombe.HostTests.Gateway.Composition;

namespace Harombe.HostTests.Gateway;

public sealed class ToolListTests : IAsyncLifetime
{
    private GatewayHost host = null!;

    public static TheoryData<string> Revisions => Clients.Revisions;

    public async Task InitializeAsync() => host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory, MemberData(nameof(Revisions))]
    public async Task Tools_are_listed_by_wire_name_in_a_stable_order_with_our_own_at_the_end(string revision)
    {
        await using var client = await Clients.ConnectAsync(host, revision);

        var tools = await client.ListToolsAsync();

        Assert.Equal(revision, client.NegotiatedProtocolVersion);
        Assert.Equal("harombe", client.ServerInfo?.Name);
        Assert.Equal("0.1.0", client.ServerInfo?.Version);
        Assert.Contains("harombe_approval", client.ServerInstructions, StringComparison.Ordinal);
        Assert.Equal(
            ["notes_erase", "notes_fail", "notes_files", "notes_read", "notes_wait", "notes_whoami", "notes_write", "harombe_approval"],
            tools.Select(tool => tool.Name));
        Assert.Equal(tools.Select(tool => tool.Name), (await client.ListToolsAsync()).Select(tool => tool.Name));
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_principal_sees_its_own_tools_only(string revision)
    {
        await using var client = await Clients.ConnectAsync(host, revision, "reader");

        Assert.Equal(["notes_read", "harombe_approval"], (await client.ListToolsAsync()).Select(tool => tool.Name));
    }

    [Fact]
    public async Task The_list_is_private_bounded_in_age_and_keeps_schemas_byte_for_byte()
    {
        var raw = new RawClient(host);
        var body = RawClient.Call("x").Replace("tools/call", "tools/list", StringComparison.Ordinal);

        var (_, message) = await raw.PostAsync(Encoding.UTF8.GetBytes(body), ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/list"));

        var result = message!["result"]!;
        Assert.Equal("private", (string?)result["cacheScope"]);
        Assert.Equal(15000, (int?)result["ttlMs"]);
        Assert.Contains(ScriptedTools.TextSchema, message.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notes_read", true, true, false)]
    [InlineData("notes_write", false, false, false)]
    [InlineData("notes_erase", false, false, true)]
    [InlineData("harombe_approval", false, true, false)]
    public async Task Annotations_say_what_is_known_of_a_tool(string tool, bool readOnly, bool idempotent, bool destructive)
    {
        await using var client = await Clients.ConnectAsync(host, Clients.Modern);

        var hints = (await client.ListToolsAsync()).Single(one => one.Name == tool).ProtocolTool.Annotations!;

        Assert.Equal((readOnly, idempotent, destructive), (hints.ReadOnlyHint, hints.IdempotentHint, hints.DestructiveHint));
    }
}
