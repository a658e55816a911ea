using System.Text.Json.Nodes;
using Harombe.RealTests.Processes;

namespace Harombe.RealTests.Gateway;

/// <summary>The official conformance suites through the gateway, before the server of mcp-servers/conformance.</summary>
public sealed class ConformanceTests(NodeClients clients, ITestOutputHelper output) : IClassFixture<NodeClients>
{
    [RealTheory("npm")]
    [InlineData("@modelcontextprotocol/conformance", "old", "conformance-expected.yml", "--suite", "active")]
    [InlineData("conformance-next", "old", "conformance-expected-2025-11-25.yml", "--requirements", "2025-11-25")]
    [InlineData("conformance-next", "modern", "conformance-expected-2026-07-28.yml", "--requirements", "2026-07-28")]
    public async Task Everything_but_the_expected_failures_passes(string package, string era, string expected, string option, string choice)
    {
        if (clients.AreMissing(output))
        {
            return;
        }

        await using var servers = await OtherServers.StartAsync(("mcp.views.conformance.server", "suite"));
        await servers.AddAsync("suite", new JsonObject
        {
            ["command"] = clients.Node, ["args"] = new JsonArray("conformance-server.mjs", era), ["folder"] = clients.Folder, ["trust"] = "trusted", ["sampling"] = true, ["roots"] = true,
        });
        await using var door = await AuthorizedDoor.StartAsync(servers.Ide.Endpoint, servers.Ide.Token);

        var (code, said) = await clients.ConformAsync(package, expected, $"http://127.0.0.1:{door.Port}/mcp/conformance", option, choice);

        output.WriteLine(said);
        Assert.True(code == 0, said);
    }

    [RealTheory("npm")]
    [InlineData("@modelcontextprotocol/conformance", "conformance-client-expected.yml", "--suite", "all")]
    [InlineData("conformance-next", "conformance-client-expected-2025-11-25.yml", "--requirements", "2025-11-25")]
    [InlineData("conformance-next", "conformance-client-expected-2026-07-28.yml", "--requirements", "2026-07-28")]
    public async Task As_a_client_of_its_upstreams_it_passes_everything_but_the_expected_failures(string package, string expected, string option, string choice)
    {
        if (clients.AreMissing(output))
        {
            return;
        }

        await using var servers = await OtherServers.StartAsync();
        var owner = servers.Ide.Host.Owner;

        var (code, said) = await clients.ConformClientAsync(
            package, expected, $"conformance-client.mjs {owner.Url.GetLeftPart(UriPartial.Authority)} {owner.Token} {servers.Ide.Token}", option, choice);

        output.WriteLine(said);
        Assert.True(code == 0, said);
    }
}
