using System.Diagnostics;
using System.Text.Json.Nodes;
using Harombe.Testing;
using Harombe.Testing.Upstreams;
using Xunit.Abstractions;

namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>One of ten servers hangs, in each way that there is; the list and the other nine don't notice.</summary>
public sealed class HungServerTests(ITestOutputHelper output)
{
    // None of them decides anything on a machine that works; they only end a test that failed.
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_server_that_never_introduces_itself_holds_nobody_up()
    {
        await using var host = await TenAsync();
        using var client = await McpCalls.StartAsync(host);
        var healthy = await MeasureAsync(client);
        host.Server("s0").Say(new JsonObject { ["silent"] = true });
        // A fresh start, and so a server that hangs from its first message on.
        await host.RestartAsync();
        using var again = await McpCalls.StartAsync(host);
        var hung = again.CallAsync("s0__echo");
        await Eventually.BeAsync("the first message to the server that hangs", () => host.Server("s0").Requests("initialize").Count >= 2);

        await HoldsAsync(again, hung, healthy);
    }

    [Fact]
    public async Task A_server_that_answers_nothing_any_more_holds_nobody_up()
    {
        await using var host = await TenAsync();
        using var client = await McpCalls.StartAsync(host);
        var healthy = await MeasureAsync(client);
        host.Server("s0").Say(new JsonObject { ["deaf"] = true });
        var asked = host.Server("s0").Requests("tools/list").Count;
        var hung = client.CallAsync("s0__echo");
        await Eventually.BeAsync("a question that hangs", () => host.Server("s0").Requests("tools/list").Count > asked);

        await HoldsAsync(client, hung, healthy);
    }

    [Fact]
    public async Task A_server_that_does_not_list_its_tools_any_more_holds_nobody_up()
    {
        await using var host = await TenAsync();
        using var client = await McpCalls.StartAsync(host);
        var healthy = await MeasureAsync(client);
        host.Server("s0").Say(new JsonObject { ["unlisted"] = true });
        var asked = host.Server("s0").Requests("tools/list").Count;
        var hung = client.CallAsync("s0__echo");
        await Eventually.BeAsync("a list that hangs", () => host.Server("s0").Requests("tools/list").Count > asked);

        await HoldsAsync(client, hung, healthy);
        // What can't be compared any more is not called.
        Assert.Empty(host.Server("s0").Calls("echo"));
    }

    [Fact]
    public async Task A_tool_that_hangs_holds_up_neither_its_server_nor_another()
    {
        await using var host = await TenAsync();
        using var client = await McpCalls.StartAsync(host);
        var healthy = await MeasureAsync(client);
        var hung = client.CallAsync("s0__hang");
        await Eventually.BeAsync("the call that hangs", () => host.Server("s0").Calls("hang").Count == 1);

        Assert.Equal("x", (string?)(await client.CallAsync("s0__echo", new JsonObject { ["text"] = "x" }).WaitAsync(Never))["content"]![0]!["text"]);
        await HoldsAsync(client, hung, healthy);
    }

    private static async Task<UpstreamHost> TenAsync()
    {
        var host = await UpstreamHost.StartAsync(folder => [.. Enumerable.Range(0, 10).Select(i => (JsonNode)new ScriptedUpstream(folder.Path, $"s{i}").Entry(entry =>
        {
            UpstreamCallTests.Harmless(entry);
            entry["trust"] = "trusted";
            entry["start_timeout"] = "10m";
            entry["timeout"] = "10m";
        }))]);
        await Eventually.BeAsync("all ten", () => Enumerable.Range(0, 10).All(i => host.Tools().Contains($"s{i}__echo")));
        return host;
    }

    private async Task HoldsAsync(McpCalls client, Task<JsonNode> hung, Figures healthy)
    {
        var sick = await MeasureAsync(client);

        output.WriteLine($"all ten well: {healthy}");
        output.WriteLine($"one hangs:    {sick}");
        Assert.False(hung.IsCompleted, "The tenth did not hang.");
    }

    private static async Task<Figures> MeasureAsync(McpCalls client)
    {
        var (lists, calls) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds.Of(quick: 5, full: 50); round++)
        {
            var began = Stopwatch.GetTimestamp();
            var tools = await client.ListAsync().WaitAsync(Never);
            lists.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            Assert.Equal(10, tools.Count(tool => tool.EndsWith("__echo", StringComparison.Ordinal)));
            foreach (var i in Enumerable.Range(1, 9))
            {
                began = Stopwatch.GetTimestamp();
                var said = await client.CallAsync($"s{i}__echo", new JsonObject { ["text"] = "x" }).WaitAsync(Never);
                calls.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                Assert.Equal("x", (string?)said["content"]![0]!["text"]);
            }
        }

        return new Figures([.. lists.Order()], [.. calls.Order()]);
    }

    private sealed record Figures(double[] Lists, double[] Calls)
    {
        public override string ToString() => FormattableString.Invariant(
            $"tools/list p50 {Of(Lists, 0.5):0.0} ms, worst {Lists[^1]:0.0} ms; calls of the other nine p50 {Of(Calls, 0.5):0.0} ms, p99 {Of(Calls, 0.99):0.0} ms ({Calls.Length})");

        private static double Of(double[] sorted, double part) => sorted[(int)Math.Min(sorted.Length - 1, Math.Ceiling(sorted.Length * part) - 1)];
    }
}
