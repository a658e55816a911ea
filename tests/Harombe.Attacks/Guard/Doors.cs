using System.IO.Pipelines;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Gateway.Bridge;
using Harombe.Testing.Roads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harombe.Attacks.Guard;

/// <summary>
/// Every door that a call can come in by. Each calls a tool as its users do, and where a person must be asked and says yes, goes on as its users do.
/// </summary>
internal sealed class Doors(GuardedHost host)
{
    public static TheoryData<string> All =>
    [
        "chat", "chat/stream", "cli", "mcp 2025-06-18", "mcp 2025-11-25", "mcp 2026-07-28", "stdio 2025-11-25", "stdio 2026-07-28", "kernel",
    ];

    /// <summary>Calls a tool; when it waits, a person says yes and it is gone on with, or nobody does.</summary>
    public async Task CallAsync(string door, string tool, string arguments, bool approve) => await (door.Split(' ') switch
    {
        ["chat"] => ChatAsync($"call {tool} {arguments}", approve),
        ["chat/stream"] => StreamAsync($"call {tool} {arguments}", approve),
        ["cli"] => CommandLineAsync($"call {tool} {arguments}", approve),
        ["mcp", var revision] => OverHttpAsync(revision, tool, arguments, approve),
        ["stdio", var revision] => OverStdioAsync(revision, tool, arguments, approve),
        ["kernel"] => KernelAsync(tool, arguments, approve),
        _ => throw new ArgumentException(door),
    });

    /// <summary>Says yes to a question, with the owner's token.</summary>
    public async Task ApproveAsync(string approval)
    {
        using var answer = await host.Http.PostAsJsonAsync($"/approvals/{approval}", new { answer = "approve" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task ChatAsync(string message, bool approve)
    {
        var reply = await host.ChatAsync(message);
        if (approve)
        {
            await ApproveAsync((string)reply["approvals"]!.AsArray().Single()!["approval"]!);
            await EndOfTurnAsync((string)reply["session"]!);
        }
    }

    private async Task StreamAsync(string message, bool approve)
    {
        using var response = await host.Http.PostAsJsonAsync("/chat/stream", new { message });
        var events = await response.Content.ReadAsStringAsync();
        Assert.Contains("event: done", events, StringComparison.Ordinal);
        if (approve)
        {
            await ApproveAsync(Regex.Match(events, "apr_[0-9a-f]{32}").Value);
            await EndOfTurnAsync(Regex.Match(events, "\"session\":\"([^\"]+)\"").Groups[1].Value);
        }
    }

    // The program itself, in a process of its own.
    private async Task CommandLineAsync(string message, bool approve)
    {
        const int waits = 3;
        var said = await host.Program.RunAsync("chat", "--json", message);
        if (!approve)
        {
            Assert.True(said.ExitCode is 0 or waits, said.Error);
            return;
        }

        Assert.True(said.ExitCode == waits, said.Error);
        var answered = await host.Program.RunAsync("approvals", "approve", Regex.Match(said.Out, "apr_[0-9a-f]{32}").Value);
        Assert.True(answered.ExitCode == 0, answered.Error);
        await EndOfTurnAsync(Regex.Match(said.Out, "\"session\":\"([^\"]+)\"").Groups[1].Value);
    }

    /// <summary>Waits for the end of a turn.</summary>
    public async Task EndOfTurnAsync(string session) =>
        Assert.Contains("\"state\":\"done\"", await host.Http.GetStringAsync($"/chat/{session}/stream"), StringComparison.Ordinal);

    private async Task OverHttpAsync(string revision, string tool, string arguments, bool approve)
    {
        await using var client = await McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions
            {
                Endpoint = new Uri(host.Url, "/mcp"),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + await host.TokenAsync() },
            }),
            Options(revision));
        Assert.Equal(revision, client.NegotiatedProtocolVersion);
        await CallAsync(client, tool, arguments, approve);
    }

    private async Task OverStdioAsync(string revision, string tool, string arguments, bool approve)
    {
        var (up, down) = (new Pipe(), new Pipe());
        using var stop = new CancellationTokenSource();
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var bridge = StdioBridge.RunAsync(
            http, new Uri(host.Url, "/mcp"), await host.TokenAsync(), up.Reader.AsStream(), down.Writer.AsStream(), NullLoggerFactory.Instance, stop.Token);
        var transport = new StreamClientTransport(up.Writer.AsStream(leaveOpen: true), down.Reader.AsStream(leaveOpen: true), NullLoggerFactory.Instance);
        await using (var client = await McpClient.CreateAsync(transport, Options(revision)))
        {
            await CallAsync(client, tool, arguments, approve);
        }

        await stop.CancelAsync();
        await bridge.WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CallAsync(McpClient client, string tool, string arguments, bool approve)
    {
        var given = JsonNode.Parse(arguments)!.AsObject().ToDictionary(pair => pair.Key, pair => (object?)pair.Value);
        var result = await client.CallToolAsync(tool.Replace('.', '_'), given);
        if (approve)
        {
            var id = result.StructuredContent!.Value.GetProperty("approval").GetString()!; // not null: it waits
            await ApproveAsync(id);
            var collect = new Dictionary<string, object?> { ["id"] = id };
            Assert.NotEqual(true, (await client.CallToolAsync("harombe_approval", collect)).IsError);
            Assert.Contains("approval.spent", (await client.CallToolAsync("harombe_approval", collect)).StructuredContent.ToString(), StringComparison.Ordinal);
        }
    }

    private async Task KernelAsync(string tool, string arguments, bool approve)
    {
        var kernel = host.Services.GetRequiredService<GuardedKernel>();
        var request = Road.Request(tool, arguments);
        var result = await kernel.InvokeAsync(request, CancellationToken.None);
        if (approve)
        {
            var question = Assert.IsType<CallResult.Pending>(result).Approval.Id;
            await ApproveAsync(question.Value);
            Assert.IsType<CallResult.Completed>(await kernel.InvokeAsync(request with { Approval = question }, CancellationToken.None));
        }
    }

    private static McpClientOptions Options(string revision) =>
        new() { ClientInfo = new Implementation { Name = "test", Version = "1" }, ProtocolVersion = revision };
}
