using System.Net.Http.Json;
using System.Text.Json;
using Harombe.RealTests.Processes;
using Harombe.Testing;
using Harombe.Testing.Upstreams;

namespace Harombe.RealTests.Gateway;

/// <summary><c>harombe mcp …</c> as people type it, against a host that runs.</summary>
public sealed class UpstreamVerbTests
{
    [Fact]
    public async Task A_server_is_added_looked_at_accepted_compared_and_removed()
    {
        await using var host = await HostProcess.StartAsync();
        var server = new ScriptedUpstream(Path.GetDirectoryName(host.DataFolder)!, "up"); // not null: it lies in a folder
        var words = server.Entry()["args"]!.AsArray().Select(word => (string)word!).ToList();

        var added = await host.Program.RunAsync(["mcp", "add", "up", "--json", "--env", "MODE=x", "--", "dotnet", .. words]);
        Assert.True(added.ExitCode == 0, added.Error);
        var tested = await JsonAsync(host, "mcp", "test", "up");
        Assert.Equal("quarantined", tested.GetProperty("state").GetString());
        Assert.Equal("x", (string?)server.Environments[^1]["MODE"]);

        var fresh = await JsonAsync(host, "mcp", "diff", "up");
        Assert.All(fresh.EnumerateArray(), difference => Assert.Equal("new", difference.GetProperty("state").GetString()));
        Assert.Equal(64, (await host.Program.RunAsync("mcp", "accept", "up")).ExitCode);
        var accepted = await JsonAsync(host, "mcp", "accept", "up", "--fingerprint", tested.GetProperty("fingerprint").GetString()!); // not null: it was heard
        Assert.Equal("ready", accepted.GetProperty("state").GetString());

        server.SayTool("echo", "Does echo, and more.");
        await JsonAsync(host, "mcp", "test", "up");
        var text = await host.Program.RunAsync("mcp", "diff", "up");
        Assert.Contains("changed: tool echo", text.Out, StringComparison.Ordinal);
        Assert.Contains("{+echo, and more.", text.Out, StringComparison.Ordinal);
        Assert.Contains("changed", (await host.Program.RunAsync("mcp", "list")).Out, StringComparison.Ordinal);

        Assert.Equal(0, (await host.Program.RunAsync("mcp", "remove", "up")).ExitCode);
        Assert.Empty((await JsonAsync(host, "mcp", "list")).EnumerateArray());
        var unknown = await host.Program.RunAsync("mcp", "test", "up", "--json");
        Assert.NotEqual(0, unknown.ExitCode);
        Assert.Contains("upstream.unknown", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_another_client_is_imported_into_quarantine()
    {
        await using var host = await HostProcess.StartAsync();
        var file = host.Beside("mcp.json");
        await File.WriteAllTextAsync(file, """{"mcpServers":{"One":{"command":"harombe-no-such-program"},"two":{"url":"http://example.com/mcp"}}}""");

        var imported = await host.Program.RunAsync("mcp", "import", file, "--json");

        var servers = JsonElement.Parse(imported.Out).EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!, one => one.GetProperty("added").GetBoolean()); // not null: each has a name
        Assert.True(servers["one"]);
        Assert.False(servers["two"]);
        Assert.NotEqual(0, imported.ExitCode);
    }

    [Fact]
    public async Task A_secret_in_an_environment_is_a_placeholder_until_somebody_says_reveal_and_both_are_told()
    {
        const string Value = "Vq83+lamp/Zk19=harbour-Xy77wQ";
        await using var host = await HostProcess.StartAsync();
        using (var put = new HttpRequestMessage(HttpMethod.Put, "/secrets/up/token") { Content = JsonContent.Create(new { value = Value }) })
        {
            (await host.Owner.SendAsync(put)).EnsureSuccessStatusCode();
        }

        var server = new ScriptedUpstream(Path.GetDirectoryName(host.DataFolder)!, "up"); // not null: it lies in a folder
        var words = server.Entry()["args"]!.AsArray().Select(word => (string)word!).ToList();

        var added = await host.Program.RunAsync(["mcp", "add", "up", "--env", "TOKEN=secret://up/token", "--", "dotnet", .. words]);
        Assert.Contains("as a placeholder, which nothing fills in yet", added.Out, StringComparison.Ordinal);
        await JsonAsync(host, "mcp", "test", "up");
        Assert.StartsWith("hrbph_", (string?)server.Environments[^1]["TOKEN"], StringComparison.Ordinal);
        Assert.Contains("reveal: true", host.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await host.Program.RunAsync("mcp", "remove", "up")).ExitCode);
        Assert.Equal(0, (await host.Program.RunAsync(["mcp", "add", "up", "--reveal", "--env", "TOKEN=secret://up/token", "--", "dotnet", .. words])).ExitCode);
        await JsonAsync(host, "mcp", "test", "up");
        Assert.Equal(Value, (string?)server.Environments[^1]["TOKEN"]);
        Assert.Contains("revealed: weaker", (await host.Program.RunAsync("mcp", "list")).Out, StringComparison.Ordinal);

        var file = host.Beside("mcp.json");
        await File.WriteAllTextAsync(file, """{"mcpServers":{"one":{"command":"harombe-no-such-program","env":{"TOKEN":"secret://up/token"}}}}""");
        Assert.Contains("import it with --reveal", (await host.Program.RunAsync("mcp", "import", file)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_somebody_else_gets_no_secret_that_is_stored_unless_that_is_said()
    {
        await using var host = await HostProcess.StartAsync();
        using (var put = new HttpRequestMessage(HttpMethod.Put, "/secrets/github/token") { Content = JsonContent.Create(new { value = "Vq83+lamp/Zk19=harbour-Xy77wQ" }) })
        {
            (await host.Owner.SendAsync(put)).EnsureSuccessStatusCode();
        }

        var file = host.Beside("mcp.json");
        await File.WriteAllTextAsync(file, """{"mcpServers":{"github":{"url":"https://localhost:9/mcp","headers":{"X-Token":"secret://github/token"}}}}""");

        var refused = await host.Program.RunAsync("mcp", "import", file);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("it would send github/token to https://localhost:9/mcp", refused.Out, StringComparison.Ordinal);
        Assert.Empty((await JsonAsync(host, "mcp", "list")).EnumerateArray());

        var taken = await host.Program.RunAsync("mcp", "import", file, "--with-stored");
        Assert.True(taken.ExitCode == 0, taken.Out + taken.Error);
    }

    private static async Task<JsonElement> JsonAsync(HostProcess host, params string[] verb)
    {
        var ended = await host.Program.RunAsync([.. verb, "--json"]);
        Assert.True(ended.ExitCode == 0, ended.Error);
        return JsonElement.Parse(ended.Out);
    }
}
