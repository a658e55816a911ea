using System.Text.Json.Nodes;
using Harombe.RealTests.Processes;

namespace Harombe.RealTests.Gateway;

/// <summary>The clients that people use, against <c>harombe up</c> as people start it, each with a person's approval in between.</summary>
public sealed class NodeClientTests(NodeClients clients, ITestOutputHelper output) : IClassFixture<NodeClients>
{
    private static readonly JsonObject Nothing = [];

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

        await using var ide = await Ide.StartAsync();

        var list = await clients.InspectAsync(ide.Endpoint, ide.Token, "--method", "tools/list");
        var read = await clients.InspectAsync(ide.Endpoint, ide.Token, "--method", "tools/call", "--tool-name", "clock_now");
        var pending = await clients.InspectAsync(
            ide.Endpoint, ide.Token, "--method", "tools/call", "--tool-name", "files_write", "--tool-arg", "path=a.txt", "--tool-arg", "content=it");
        Assert.Null(ide.Written("a.txt"));
        await ide.ApproveOneAsync();
        var id = (string?)pending["structuredContent"]!["approval"];
        var collected = await clients.InspectAsync(ide.Endpoint, ide.Token, "--method", "tools/call", "--tool-name", "harombe_approval", "--tool-arg", "id=" + id);

        Assert.Contains("files_write", list["tools"]!.AsArray().Select(tool => (string?)tool!["name"]));
        Assert.NotEqual(true, (bool?)read["isError"]);
        Assert.Equal("pending", (string?)pending["structuredContent"]!["status"]);
        Assert.NotEqual(true, (bool?)collected["isError"]);
        Assert.Equal("it", ide.Written("a.txt"));
        await ide.AssertRanOnceAsync("files.write", "http");
    }

    private async Task CollectAsync(string script, string revision)
    {
        if (clients.AreMissing(output))
        {
            return;
        }

        await using var ide = await Ide.StartAsync();
        await using var session = clients.Start(script, ide.Endpoint, ide.Token, "plain");

        var hello = await session.ReadAsync();
        var read = await session.CallAsync("clock_now", Nothing);
        var pending = await session.CallAsync("files_write", Write("π"));
        Assert.Null(ide.Written("a.txt"));
        var id = (string)pending["result"]!["structuredContent"]!["approval"]!;
        var early = await session.CallAsync("harombe_approval", new JsonObject { ["id"] = id });
        await ide.ApproveOneAsync();
        var collected = await session.CallAsync("harombe_approval", new JsonObject { ["id"] = id });
        var again = await session.CallAsync("harombe_approval", new JsonObject { ["id"] = id });
        var unknown = await session.CallAsync("no_such_tool", Nothing);

        Assert.Equal(revision, (string?)hello["revision"]);
        Assert.Equal("harombe", (string?)hello["server"]);
        Assert.Contains("harombe_approval", hello["tools"]!.AsArray().Select(tool => (string?)tool));
        Assert.NotEqual(true, (bool?)read["result"]!["isError"]);
        Assert.Equal("pending", (string?)early["result"]!["structuredContent"]!["status"]);
        Assert.NotEqual(true, (bool?)collected["result"]!["isError"]);
        Assert.Equal("approval.spent", (string?)again["result"]!["structuredContent"]!["rule"]);
        Assert.Contains("List the tools again", (string?)unknown["error"], StringComparison.Ordinal);
        Assert.Equal("π", ide.Written("a.txt"));
        await ide.AssertRanOnceAsync("files.write", "http");
    }

    private async Task ElicitAsync(string script)
    {
        if (clients.AreMissing(output))
        {
            return;
        }

        await using var ide = await Ide.StartAsync();
        await using var session = clients.Start(script, ide.Endpoint, ide.Token, "elicit");

        await session.ReadAsync();
        var asked = await session.CallAsync("files_write", Write("milk"));
        var result = await session.ReadAsync();

        Assert.Contains("\"content\":\"milk\"", (string?)asked["asked"], StringComparison.Ordinal);
        Assert.NotEqual(true, (bool?)result["result"]!["isError"]);
        Assert.Equal("milk", ide.Written("a.txt"));
        await ide.AssertRanOnceAsync("files.write", "clientattested");
    }

    private static JsonObject Write(string content) => new() { ["path"] = "a.txt", ["content"] = content };
}
