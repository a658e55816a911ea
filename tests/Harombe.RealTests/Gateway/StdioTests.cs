using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.RealTests.Processes;
using Harombe.Testing;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harombe.RealTests.Gateway;

/// <summary>The C# client over <c>harombe mcp stdio</c>, each process as a client starts it.</summary>
public sealed class StdioTests
{
    public static TheoryData<string> Revisions => ["2025-06-18", "2025-11-25", "2026-07-28"];

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_client_lists_calls_and_collects_after_an_approval(string revision)
    {
        await using var ide = await Ide.StartAsync();
        await using var client = await ConnectAsync(ide.Host.Program, revision, null);

        var tools = await client.ListToolsAsync();
        var pending = await client.CallToolAsync("files_write", Write("π"));
        Assert.Null(ide.Written("a.txt"));
        await ide.ApproveOneAsync();
        var collect = new Dictionary<string, object?> { ["id"] = Member(pending, "approval") };
        var collected = await client.CallToolAsync("harombe_approval", collect);
        var again = await client.CallToolAsync("harombe_approval", collect);

        Assert.Equal(revision, client.NegotiatedProtocolVersion);
        Assert.Contains("files_write", tools.Select(tool => tool.Name));
        Assert.Equal("pending", Member(pending, "status"));
        Assert.NotEqual(true, collected.IsError);
        Assert.Equal("approval.spent", Member(again, "rule"));
        Assert.Equal("π", ide.Written("a.txt"));
        await ide.AssertRanOnceAsync("files.write", "http");
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_question_reaches_the_clients_user_and_the_answer_comes_back(string revision)
    {
        await using var ide = await Ide.StartAsync();
        var asked = new List<string?>();
        await using var client = await ConnectAsync(ide.Host.Program, revision, question =>
        {
            asked.Add(question.Message);
            return new ElicitResult { Action = "accept", Content = new Dictionary<string, JsonElement> { ["decision"] = JsonSerializer.SerializeToElement("allow") } };
        });

        var written = await client.CallToolAsync("files_write", Write("milk"));

        Assert.NotEqual(true, written.IsError);
        Assert.Contains("milk", Assert.Single(asked), StringComparison.Ordinal);
        Assert.Equal("milk", ide.Written("a.txt"));
        await ide.AssertRanOnceAsync("files.write", "clientattested");
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_call_that_the_client_cancels_ends_in_the_host_and_the_bridge_lives_on(string revision)
    {
        await using var tool = await SlowTool.StartAsync();
        await using var client = await ConnectAsync(tool.Host.Program, revision, null);
        var call = client.SendRequestAsync(new JsonRpcRequest { Id = new RequestId("slow"), Method = RequestMethods.ToolsCall, Params = Call(tool, SlowTool.ForEver) });
        await Eventually.BeAsync("the tool's run", () => tool.Runs("begun") == 1);

        // By its message: the client's own token takes its callbacks in reverse order, forgets the request first, and then has nothing to send (SDK 2.3.1).
        await client.SendMessageAsync(new JsonRpcNotification
        {
            Method = NotificationMethods.CancelledNotification,
            Params = new JsonObject { ["requestId"] = "slow" },
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var outcome = await Eventually.SeeAsync("the outcome in the record", async () => (await tool.Host.Owner.AuditAsync("call.outcome")) is [var one] ? one.GetRawText() : null);
        Assert.Contains("\"cancelled\"", outcome, StringComparison.Ordinal);
        Assert.NotEqual(true, (await client.CallToolAsync("clock_now")).IsError);
        Assert.Equal(1, tool.Runs("begun"));
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_call_takes_as_long_as_it_takes(string revision)
    {
        // With --full longer than the 100 s that an HTTP client waits for an answer by itself.
        var wait = Rounds.Of(quick: 500, full: 105_000);
        await using var tool = await SlowTool.StartAsync();
        await using var client = await ConnectAsync(tool.Host.Program, revision, null);

        var answer = await client.SendRequestAsync(new JsonRpcRequest { Method = RequestMethods.ToolsCall, Params = Call(tool, wait) });

        Assert.Contains("added begun", answer.Result?.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task The_bridge_starts_a_host_where_none_runs_and_the_host_outlives_it(string revision)
    {
        using var home = new TemporaryFolder();
        var program = new HostProgram(home.Path, new Dictionary<string, string> { ["data.folder"] = home["data"], ["server.port"] = "0" });
        try
        {
            await using (var client = await ConnectAsync(program, revision, null))
            {
                Assert.NotEqual(true, (await client.CallToolAsync("clock_now")).IsError);
            }

            Assert.Equal(0, (await program.RunAsync("status")).ExitCode);
        }
        finally
        {
            Assert.Equal(0, (await program.RunAsync("stop")).ExitCode);
        }
    }

    private static Task<McpClient> ConnectAsync(HostProgram program, string revision, Func<ElicitRequestParams, ElicitResult>? answer)
    {
        var start = program.Start("mcp", "stdio");
        // The bridge may have to start a host first, on a machine that has other work: the client must not take that for a server of an older revision.
        var options = new McpClientOptions { ClientInfo = new Implementation { Name = "test", Version = "1" }, ProtocolVersion = revision, DiscoverProbeTimeout = TimeSpan.FromMinutes(1) };
        if (answer is not null)
        {
            options.Handlers.ElicitationHandler = (request, _) => ValueTask.FromResult(answer(request!)); // not null: the host asks something
        }

        return McpClient.CreateAsync(
            new StdioClientTransport(new StdioClientTransportOptions
            {
                Name = "harombe",
                Command = start.FileName,
                Arguments = [.. start.ArgumentList],
                WorkingDirectory = start.WorkingDirectory,
                InheritEnvironmentVariables = false,
                EnvironmentVariables = start.Environment.ToDictionary(),
            }),
            options);
    }

    private static JsonObject Call(SlowTool tool, int wait) => new() { ["name"] = "slow_mark", ["arguments"] = tool.Arguments("begun", wait) };

    private static Dictionary<string, object?> Write(string content) => new() { ["path"] = "a.txt", ["content"] = content };

    private static string? Member(CallToolResult result, string name) =>
        result.StructuredContent is { } structured && structured.TryGetProperty(name, out var value) ? value.GetString() : null;
}
