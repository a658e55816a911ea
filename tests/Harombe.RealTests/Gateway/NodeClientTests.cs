using System.Text.Json.Nodes;
using Harombe.HostTests.Gateway.Composition;

namespace Harombe.RealTests.Gateway;

/// <summary>The clients that people use, each with a person's approval in between.</summary>
public sealed class NodeClientTests(NodeClients clients, ITestOutputHelper output) : IClassFixture<NodeClients>
{
    [RealFact("npm")]
    public Task TypeScript_1_lists_calls_and_collects_after_an_approval() => CollectAsync("session1.mjs", "2025-11-25");

    [RealFact("npm")]
    public Task TypeScript_2_lists_calls_and_collects_after_an_approval() => CollectAsync("session2.mjs", "2026-07-28");

    [RealFact("npm")]
    public Task TypeScript_1_puts_the_question_to_its_user() => ElicitAsync("session1.mjs");

    [RealFact("npm")]
    public Task TypeScript_2_puts_the_question_to_its_user() => ElicitAsync("session2.mjs");

    [RealFact("npm")]
    public async Task The_inspectors_command_line_lists_calls_and_collects_after_an_approval()
    {
        if (clients.AreMissing(output))
        {
            return;
        }

        await using var host = await GatewayHost.StartAsync();

        var list = await clients.InspectAsync(host.Endpoint, "alice", "--method", "tools/list");
        var read = await clients.InspectAsync(host.Endpoint, "alice", "--method", "tools/call", "--tool-name", "notes_read", "--tool-arg", "text=hi");
        var pending = await clients.InspectAsync(host.Endpoint, "alice", "--method", "tools/call", "--tool-name", "notes_erase", "--tool-arg", "text=it");
        await host.AnswerAsync(approve: true);
        var id = (string?)pending["structuredContent"]!["approval"];
        var collected = await clients.InspectAsync(host.Endpoint, "alice", "--method", "tools/call", "--tool-name", "harombe_approval", "--tool-arg", "id=" + id);

        Assert.Contains("notes_erase", list["tools"]!.AsArray().Select(tool => (string?)tool!["name"]));
        Assert.Equal("read hi", Text(read));
        Assert.Equal("pending", (string?)pending["structuredContent"]!["status"]);
        Assert.Equal("erased it", Text(collected));
    }

    private async Task CollectAsync(string script, string revision)
    {
        if (clients.AreMissing(output))
        {
            return;
        }

        await using var host = await GatewayHost.StartAsync();
        await using var session = clients.Start(script, host.Endpoint, "alice", "plain");

        var hello = await session.ReadAsync();
        var read = await session.CallAsync("notes_read", "text", "π");
        var pending = await session.CallAsync("notes_erase", "text", "it");
        var id = (string)pending["result"]!["structuredContent"]!["approval"]!;
        await host.AnswerAsync(approve: true);
        var collected = await session.CallAsync("harombe_approval", "id", id);
        var again = await session.CallAsync("harombe_approval", "id", id);
        var unknown = await session.CallAsync("no_such_tool", "text", "x");

        Assert.Equal(revision, (string?)hello["revision"]);
        Assert.Equal("harombe", (string?)hello["server"]);
        Assert.Contains("harombe_approval", hello["tools"]!.AsArray().Select(tool => (string?)tool));
        Assert.Equal("read π", Text(read["result"]!));
        Assert.Equal("erased it", Text(collected["result"]!));
        Assert.Equal("approval.spent", (string?)again["result"]!["structuredContent"]!["rule"]);
        Assert.Contains("List the tools again", (string?)unknown["error"], StringComparison.Ordinal);
        Assert.Equal(1, host.Tools.RunsOf("notes.erase"));
    }

    private async Task ElicitAsync(string script)
    {
        if (clients.AreMissing(output))
        {
            return;
        }

        await using var host = await GatewayHost.StartAsync();
        await using var session = clients.Start(script, host.Endpoint, "alice", "elicit");

        await session.ReadAsync();
        var asked = await session.CallAsync("notes_write", "text", "milk");
        var result = await session.ReadAsync();

        Assert.Contains("""Arguments: {"text":"milk"}""", (string?)asked["asked"], StringComparison.Ordinal);
        Assert.Equal("wrote milk", Text(result["result"]!));
    }

    private static string? Text(JsonNode result) => (string?)result["content"]![0]!["text"];
}
