using System.Collections.Concurrent;
using Harombe.Testing;
using Harombe.Testing.Plugins;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace Harombe.HostTests.Plugins;

public sealed class ProgressTests
{
    private const string Members = """
        [KernelFunction("run"), Description("Works.")]
        public async Task<string> RunAsync(IProgress<ToolProgress> progress, CancellationToken cancellationToken)
        {
            progress.Report(new ToolProgress("looking", 0.25));
            await Task.Delay(150, cancellationToken);
            progress.Report(new ToolProgress("found", 1));
            return "done";
        }
        """;

    [Fact]
    public async Task Report_of_a_tool_is_an_event_of_the_chat_before_its_result()
    {
        await using var host = await PluginHost.StartAsync(plugins => WrittenPlugin.Lay(plugins, Members));
        var session = await host.Owner.BeginAsync("call stranger.run {}");
        var events = await host.Owner.EndOfTurnAsync(session);
        Assert.Equal(["tool_call", "tool_progress", "tool_progress", "tool_result"], events.Select(one => one.Kind).Where(kind => kind.StartsWith("tool_", StringComparison.Ordinal)));
        var first = events.First(one => one.Kind == "tool_progress").Value;
        Assert.Equal(("looking", 0.25), (first.GetProperty("text").GetString(), first.GetProperty("done").GetDouble()));
    }

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Report_of_a_tool_is_a_notification_to_an_MCP_client_that_asked_for_it(string revision)
    {
        await using var host = await PluginHost.StartAsync(plugins => WrittenPlugin.Lay(plugins, Members));
        var token = await host.Owner.IssueAsync("ide", "caller", ["*"]);
        await using var client = await McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions
            {
                Endpoint = new Uri(host.Owner.Url, "/mcp"),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + token },
            }),
            new McpClientOptions { ProtocolVersion = revision });
        // The SDK's client lets go of its listener with the result, and a report that is still on its way to it then is dropped there: asked again, a bounded number of times.
        var reports = new Collected();
        for (var tries = 0; tries < 20 && reports.Seen.Count < 2; tries++)
        {
            reports = new Collected();
            await client.CallToolAsync("stranger_run", new Dictionary<string, object?>(), progress: reports);
        }

        Assert.Equal(["looking", "found"], reports.Seen.Select(report => report.Message));
        Assert.True(reports.Seen.First().Progress < reports.Seen.Last().Progress);
    }

    private sealed class Collected : IProgress<ProgressNotificationValue>
    {
        public ConcurrentQueue<ProgressNotificationValue> Seen { get; } = new();

        public void Report(ProgressNotificationValue value) => Seen.Enqueue(value);
    }
}
