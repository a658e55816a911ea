using System.Text.Json.Nodes;
using Harombe.Testing;

namespace Harombe.RealTests.Gateway;

/// <summary>Other people's servers behind the host, and other people's clients before it: neither side of any call is ours alone.</summary>
public sealed class UpstreamTests(NodeClients clients, ITestOutputHelper output) : IClassFixture<NodeClients>
{
    public static TheoryData<string, string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string, string>();
            foreach (var client in new[] { "session1.mjs", "session2.mjs" })
            {
                foreach (var generation in new[] { "1", "2" })
                {
                    pairs.Add(client, generation, "stdio");
                    pairs.Add(client, generation, "http");
                }
            }

            return pairs;
        }
    }

    [RealTheory("npm")]
    [MemberData(nameof(Pairs))]
    public async Task Every_client_lists_calls_and_hears_of_failures_of_every_server(string client, string generation, string transport)
    {
        if (clients.AreMissing(output))
        {
            return;
        }

        await using var servers = await OtherServers.StartAsync();
        await servers.AddScriptAsync(clients, "up", generation, transport);
        await using var session = clients.Start(client, servers.Ide.Endpoint, servers.Ide.Token, "plain");

        var hello = await session.ReadAsync();
        var echo = await session.CallAsync("up__echo", new JsonObject { ["text"] = "grüezi" });
        var fail = await session.CallAsync("up__fail", new JsonObject { ["text"] = "" });
        var wrong = await session.CallAsync("up__echo", new JsonObject { ["text"] = 5 });

        Assert.Equal(generation == "2" ? "2026-07-28" : "2025-11-25", (await servers.ViewAsync("up")).GetProperty("revision").GetString());
        Assert.Contains("up__echo", hello["tools"]!.AsArray().Select(tool => (string?)tool));
        Assert.Equal("grüezi", (string?)echo["result"]!["content"]![0]!["text"]);
        Assert.True((bool?)fail["result"]!["isError"]);
        Assert.Contains("it failed, as it should", (string?)fail["result"]!["structuredContent"]!["message"], StringComparison.Ordinal);
        Assert.Equal("schema.arguments", (string?)wrong["result"]!["structuredContent"]!["rule"]);
    }

    [RealTheory("npm")]
    [InlineData("1", "stdio")]
    [InlineData("1", "http")]
    [InlineData("2", "stdio")]
    [InlineData("2", "http")]
    public async Task A_tool_that_a_server_adds_is_not_used_before_somebody_accepts_it(string generation, string transport)
    {
        if (clients.AreMissing(output))
        {
            return;
        }

        await using var servers = await OtherServers.StartAsync();
        await servers.AddScriptAsync(clients, "up", generation, transport);
        await using var session = clients.Start("session1.mjs", servers.Ide.Endpoint, servers.Ide.Token, "plain");
        await session.ReadAsync();

        await session.CallAsync("up__grow", new JsonObject { ["text"] = "" });
        if (generation == "2" && transport == "http")
        {
            // Each request is served by a fresh instance there: nothing can grow.
            return;
        }

        await servers.TestAsync("up");
        var early = await session.CallAsync("up__grown", new JsonObject { ["text"] = "" });
        await servers.AcceptAsync("up");
        var late = await session.CallAsync("up__grown", new JsonObject { ["text"] = "" });

        Assert.Equal("upstream.new", (string?)early["result"]!["structuredContent"]!["rule"]);
        Assert.Equal("grown", (string?)late["result"]!["content"]![0]!["text"]);
    }

    [RealTheory("npm")]
    [InlineData("session1.mjs")]
    [InlineData("session2.mjs")]
    public async Task The_reference_servers_work_behind_the_host(string client)
    {
        if (clients.AreMissing(output))
        {
            return;
        }

        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["a.txt"], "seven");
        await using var servers = await OtherServers.StartAsync();
        await servers.AddPackageAsync(clients, "everything", "server-everything", "stdio");
        await servers.AddPackageAsync(clients, "tree", "server-filesystem", folder.Path);
        await servers.AddPackageAsync(clients, "memory", "server-memory");
        await using var session = clients.Start(client, servers.Ide.Endpoint, servers.Ide.Token, "plain");

        await session.ReadAsync();
        var sum = await session.CallAsync("everything__get-sum", new JsonObject { ["a"] = 2, ["b"] = 5 });
        var environment = await session.CallAsync("everything__get-env", []);
        var image = await session.CallAsync("everything__get-tiny-image", []);
        var structured = await session.CallAsync("everything__get-structured-content", new JsonObject { ["location"] = "New York" });
        var file = await session.CallAsync("tree__read_text_file", new JsonObject { ["path"] = folder["a.txt"] });
        var outside = await session.CallAsync("tree__read_text_file", new JsonObject { ["path"] = "/etc/hostname" });
        var graph = await session.CallAsync("memory__read_graph", []);
        var asked = await session.CallAsync("tree__write_file", new JsonObject { ["path"] = folder["b.txt"], ["content"] = "x" });

        Assert.Contains("7", (string?)sum["result"]!["content"]![0]!["text"], StringComparison.Ordinal);
        Assert.Equal(
            ["HAROMBE_UPSTREAM", "HOME", "PATH"],
            JsonNode.Parse((string)environment["result"]!["content"]![0]!["text"]!)!.AsObject().Select(variable => variable.Key).Order(StringComparer.Ordinal));
        Assert.Contains(image["result"]!["content"]!.AsArray(), block => (string?)block!["type"] == "image");
        Assert.NotNull(structured["result"]!["structuredContent"]!["temperature"]);
        Assert.Equal("seven", (string?)file["result"]!["content"]![0]!["text"]);
        Assert.Equal("upstream.error", (string?)outside["result"]!["structuredContent"]!["rule"]);
        Assert.NotNull(graph["result"]!["structuredContent"]!["entities"]);
        Assert.Equal("pending", (string?)asked["result"]!["structuredContent"]!["status"]);
        Assert.False(File.Exists(folder["b.txt"]));
    }

    [RealFact("npm")]
    public async Task Nothing_is_left_of_servers_when_the_host_ends_or_is_killed_and_started_again()
    {
        if (clients.AreMissing(output))
        {
            return;
        }

        await using var servers = await OtherServers.StartAsync();
        await servers.AddPackageAsync(clients, "everything", "server-everything", "stdio");
        var first = (await servers.ViewAsync("everything")).GetProperty("process").GetInt32();

        await servers.Ide.Host.RestartAsync();
        var second = await Eventually.SeeAsync("the server again", async () => (await servers.ViewAsync("everything")).GetProperty("process") is { ValueKind: System.Text.Json.JsonValueKind.Number } id ? id.GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
        Assert.False(Runs($"/proc/{first}"));
        Assert.True(Runs($"/proc/{second}"));

        await servers.Ide.Host.TerminateAsync();

        Assert.False(Runs($"/proc/{second}"));
        await servers.Ide.Host.StartAsync();
    }

    // A process whose parent was killed may wait for somebody who takes its exit code; it runs no more.
    private static bool Runs(string process)
    {
        try
        {
            return !File.ReadAllText($"{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
