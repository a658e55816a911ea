using System.Text.Json.Nodes;
using Harombe.HostTests.Upstreams;
using Harombe.HostTests.Upstreams.Trouble;
using Harombe.Testing.Upstreams;

namespace Harombe.Attacks.Gateway;

/// <summary>
/// As a principal who may use one server and not the other: the host may use both, with credentials of its own, and I want it to use the other for me.
/// </summary>
public sealed class DeputyTests : IAsyncLifetime
{
    private UpstreamHost host = null!;
    private ScriptedUpstream other = null!;
    private ScriptedUpstream owned = null!;
    private string mine = "";

    public async Task InitializeAsync()
    {
        host = await UpstreamHost.StartAsync(yaml: "mcp: { views: { theirs: { server: theirs }, small: { small: true } } }\n");
        await host.AddAsync("mine", Trusted, Documents, accept: false);
        // One is kept from me by my token's scope, the other by its own entry.
        other = await host.AddAsync("theirs", Trusted, Documents, accept: false);
        owned = await host.AddAsync("hers", entry => { Trusted(entry); entry["principals"] = new JsonArray("alice"); }, Documents, accept: false);
        mine = await host.Owner.IssueAsync("mallory", "caller", ["mine__*", "hers__*"]);
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("tools/call", "theirs__echo")]
    [InlineData("tools/call", "hers__echo")]
    [InlineData("tools/call", "theirs__read_resource")]
    [InlineData("tools/call", "theirs__get_prompt")]
    [InlineData("tools/call", "theirs__connection")]
    [InlineData("prompts/get", "theirs__sum")]
    [InlineData("prompts/get", "hers__sum")]
    [InlineData("resources/read", "theirs+file:///a.txt")]
    [InlineData("resources/read", "hers+file:///a.txt")]
    [InlineData("resources/read", "THEIRS+file:///a.txt")]
    [InlineData("resources/read", "mine+theirs+file:///a.txt")]
    [InlineData("resources/read", "file:///a.txt")]
    public async Task I_ask_for_what_is_anothers(string method, string name)
    {
        using var me = new McpCalls(host.Owner.Url, mine);
        var isResource = method == "resources/read";
        var parameters = new JsonObject { [isResource ? "uri" : "name"] = name };
        if (method == "tools/call")
        {
            parameters["arguments"] = new JsonObject { ["uri"] = "file:///a.txt", ["name"] = "sum", ["text"] = "x" };
        }

        var (status, text) = await me.SendAsync("/mcp", method, [("Mcp-Name", name)], parameters);

        Assert.True(status >= 400 || text.Contains("\"error\":", StringComparison.Ordinal) || text.Contains("\"isError\":true", StringComparison.Ordinal) || name.StartsWith("mine+", StringComparison.Ordinal), $"{status} {text}");
        AssertUntouched();
    }

    [Theory]
    [InlineData("ref/prompt", "theirs__sum")]
    [InlineData("ref/prompt", "hers__sum")]
    [InlineData("ref/resource", "theirs+file:///{x}")]
    [InlineData("ref/resource", "hers+file:///{x}")]
    public async Task I_have_the_host_complete_what_is_anothers(string kind, string name)
    {
        using var me = new McpCalls(host.Owner.Url, mine);

        await me.SendAsync("/mcp", "completion/complete", [], new JsonObject
        {
            ["ref"] = new JsonObject { ["type"] = kind, [kind == "ref/prompt" ? "name" : "uri"] = name },
            ["argument"] = new JsonObject { ["name"] = "x", ["value"] = "a" },
        });

        Assert.Empty(other.Requests("completion/complete"));
        Assert.Empty(owned.Requests("completion/complete"));
    }

    [Fact]
    public async Task I_look_for_their_names_wherever_names_are_told()
    {
        using var me = new McpCalls(host.Owner.Url, mine);
        var said = "";
        foreach (var method in new[] { "tools/list", "prompts/list", "resources/list", "resources/templates/list" })
        {
            said += (await me.SendAsync("/mcp", method, [], [])).Text;
        }

        said += (await me.SendAsync("/mcp/small", "tools/call", [("Mcp-Name", "search_tools")], new JsonObject { ["name"] = "search_tools", ["arguments"] = new JsonObject { ["query"] = "echo hers theirs", ["limit"] = 20 } })).Text;
        said += (await me.SendAsync("/mcp", "server/discover", [], [])).Text;

        Assert.Contains("mine__echo", said, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs__", said, StringComparison.Ordinal);
        Assert.DoesNotContain("hers", said, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs+", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task I_go_in_by_the_address_of_their_view()
    {
        using var me = new McpCalls(host.Owner.Url, mine);

        foreach (var name in new[] { "echo", "theirs__echo" })
        {
            var (status, text) = await me.SendAsync("/mcp/theirs", "tools/call", [("Mcp-Name", name)], new JsonObject { ["name"] = name, ["arguments"] = new JsonObject { ["text"] = "x" } });
            Assert.True(status >= 400 || text.Contains("\"error\":", StringComparison.Ordinal) || text.Contains("\"isError\":true", StringComparison.Ordinal), text);
        }

        AssertUntouched();
    }

    [Fact]
    public async Task I_flood_the_servers_by_asking_for_their_lists()
    {
        using var me = new McpCalls(host.Owner.Url, mine);

        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => me.SendAsync("/mcp", "resources/list", [], [])));

        Assert.All(answers, answer => Assert.True(answer.Status < 500, answer.Text));
        using var alice = new McpCalls(host.Owner.Url, await host.Owner.IssueAsync("alice", "caller", ["*"]));
        Assert.Equal("x", (string?)(await alice.CallAsync("hers__echo", new JsonObject { ["text"] = "x" }))["content"]![0]!["text"]);
    }

    private void AssertUntouched()
    {
        foreach (var server in new[] { other, owned })
        {
            Assert.Empty(server.Requests("tools/call"));
            Assert.Empty(server.Requests("resources/read"));
            Assert.Empty(server.Requests("prompts/get"));
        }
    }

    private static void Trusted(JsonObject entry)
    {
        entry["trust"] = "trusted";
        entry["tools"] = new JsonObject { ["echo"] = new JsonObject { ["reads"] = true } };
    }

    private static void Documents(ScriptedUpstream server) => server.Say(new JsonObject { ["documents"] = true });
}
