using System.IO.Pipelines;
using System.Net.Http.Json;
using Harombe.Agent.LanguageModels;
using Harombe.Agent.LanguageModels.OfflineRules;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Gateway.Bridge;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harombe.Attacks.Guard;

/// <summary>Whatever door a call comes in by, and wherever its tool comes from, it passes the same stations and leaves the same entries.</summary>
public sealed class EveryRoadTests : IAsyncLifetime
{
    private const string AllTheWay =
        "Receive Schema Decide Approve Record Result Lease Permit /Permit /Lease /Result /Record /Approve /Decide /Schema /Receive";

    private const string UntilAsked = "Receive Schema Decide Approve /Approve /Decide /Schema /Receive";

    private GuardedHost host = null!; // not null: InitializeAsync

    public static TheoryData<string> Roads => ["chat", "chat/stream", "mcp 2025-06-18", "mcp 2025-11-25", "mcp 2026-07-28", "stdio 2025-11-25", "stdio 2026-07-28", "kernel"];

    public Task InitializeAsync()
    {
        host = GuardedHost.Unstarted();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    [Theory, MemberData(nameof(Roads))]
    public async Task A_call_of_a_tool_that_only_reads_passes_every_station_once(string road)
    {
        await host.StartAsync();

        await CallAsync(road, GuardedHost.Look);

        Assert.Equal(1, host.Tools.RunsOf(GuardedHost.Look));
        await AssertOneAsync(AllTheWay, "call.intent call.outcome:completed");
    }

    [Theory, MemberData(nameof(Roads))]
    public async Task A_call_of_a_plugin_passes_every_station_once(string road)
    {
        await host.StartAsync();

        await CallAsync(road, "clock.now");

        await AssertOneAsync(AllTheWay, "call.intent call.outcome:completed");
    }

    [Theory, MemberData(nameof(Roads))]
    public async Task A_call_that_needs_a_person_stops_at_the_same_station(string road)
    {
        await host.StartAsync();

        await CallAsync(road, GuardedHost.Change);

        Assert.Equal(0, host.Tools.RunsOf(GuardedHost.Change));
        await AssertOneAsync(UntilAsked, "call.stopped:pending");
    }

    [Fact]
    public async Task Calls_of_one_reply_that_run_side_by_side_pass_every_station_each()
    {
        await host.StartAsync(services =>
        {
            services.Remove(services.Single(service => service.ImplementationType == typeof(OfflineRulesProvider)));
            services.AddSingleton<ILanguageModelProvider>(new ManyCallsModel("counted_look", "counted_look", "clock_now", "counted_look", "counted_change"));
        });

        var reply = await host.ChatAsync("go");

        Assert.Equal(3, host.Tools.RunsOf(GuardedHost.Look));
        Assert.Equal(0, host.Tools.RunsOf(GuardedHost.Change));
        Assert.Equal(5, host.Calls.Count);
        Assert.Equal(4, reply["tools"]!.AsArray().Count);
        // One has unknown arguments for the clock, which its schema stops.
        Assert.Equal(3, host.Calls.Count(call => host.StationsOf(call) == AllTheWay));
        Assert.Equal(1, host.Calls.Count(call => host.StationsOf(call) == UntilAsked));
        Assert.Equal(1, host.Calls.Count(call => host.StationsOf(call) == "Receive Schema /Schema /Receive"));
        var stories = await Task.WhenAll(host.Calls.Select(host.StoryOfAsync));
        Assert.Equal(
            ["call.intent call.outcome:completed", "call.intent call.outcome:completed", "call.intent call.outcome:completed", "call.stopped:pending", "call.stopped:refused"],
            stories.Order(StringComparer.Ordinal));
    }

    private async Task AssertOneAsync(string stations, string story)
    {
        var call = Assert.Single(host.Calls);
        Assert.Equal(stations, host.StationsOf(call));
        Assert.Equal(story, await host.StoryOfAsync(call));
    }

    private async Task CallAsync(string road, string tool)
    {
        switch (road.Split(' '))
        {
            case ["chat"]:
                await host.ChatAsync($"call {tool} {{}}");
                break;
            case ["chat/stream"]:
                using (var response = await host.Http.PostAsJsonAsync("/chat/stream", new { message = $"call {tool} {{}}" }))
                {
                    Assert.Contains("event: done", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
                }

                break;
            case ["mcp", var revision]:
                await using (var client = await McpClient.CreateAsync(await HttpAsync(), Options(revision)))
                {
                    Assert.Equal(revision, client.NegotiatedProtocolVersion);
                    await client.CallToolAsync(tool.Replace('.', '_'), new Dictionary<string, object?>());
                }

                break;
            case ["stdio", var revision]:
                await OverStdioAsync(revision, tool);
                break;
            case ["kernel"]:
                await host.Services.GetRequiredService<GuardedKernel>().InvokeAsync(Harombe.Testing.Roads.Road.Request(tool), CancellationToken.None);
                break;
            default:
                throw new ArgumentException(road);
        }
    }

    private async Task<HttpClientTransport> HttpAsync() => new(new HttpClientTransportOptions
    {
        Endpoint = new Uri(host.Url, "/mcp"),
        TransportMode = HttpTransportMode.StreamableHttp,
        AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + await host.TokenAsync() },
    });

    private async Task OverStdioAsync(string revision, string tool)
    {
        var (up, down) = (new Pipe(), new Pipe());
        using var stop = new CancellationTokenSource();
        var bridge = StdioBridge.RunAsync(
            new Uri(host.Url, "/mcp"), await host.TokenAsync(), up.Reader.AsStream(), down.Writer.AsStream(), NullLoggerFactory.Instance, stop.Token);
        var transport = new StreamClientTransport(up.Writer.AsStream(leaveOpen: true), down.Reader.AsStream(leaveOpen: true), NullLoggerFactory.Instance);
        await using (var client = await McpClient.CreateAsync(transport, Options(revision)))
        {
            await client.CallToolAsync(tool.Replace('.', '_'), new Dictionary<string, object?>());
        }

        await stop.CancelAsync();
        await bridge.WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static McpClientOptions Options(string revision) =>
        new() { ClientInfo = new Implementation { Name = "test", Version = "1" }, ProtocolVersion = revision };
}
