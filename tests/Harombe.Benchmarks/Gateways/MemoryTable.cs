using System.Globalization;
using System.Text.Json.Nodes;
using Harombe.Benchmarks.Measuring;

namespace Harombe.Benchmarks.Gateways;

/// <summary>Resident memory of the gateway's own process with few and many tools behind it and few and many sessions before it.</summary>
internal static class MemoryTable
{
    private const int AtATime = 100;
    private static readonly int[] Steps = [0, 100, 1000];
    private static int editors;

    public static async Task RunAsync()
    {
        var rows = new List<string[]>();
        foreach (var tools in new[] { 10, 500 })
        {
            string[] upstream = [typeof(MemoryTable).Assembly.Location, "--upstream", $"{tools}"];
            await using (var guarded = await GuardedGateway.StartAsync(Storage.OnDisk(), new JsonObject { ["command"] = "dotnet", ["args"] = new JsonArray([.. upstream.Select(one => (JsonNode)one)]) }))
            {
                rows.Add(await MeasureAsync($"Harombe, {tools} tools", guarded.Id, async sessions => await StreamableDoor.OpenAsync(guarded.Url, "up__echo", sessions, await guarded.IssueAsync($"editor{Interlocked.Increment(ref editors)}"))));
            }

            var (proxy, at) = await Peers.ServeAsync("/mcp", port => Field.Start(Peers.Node, [Peers.Module("mcp-proxy/dist/bin/mcp-proxy.mjs"), "--host", "127.0.0.1", "--port", $"{port}", "--", "dotnet", .. upstream]));
            rows.Add(await MeasureAsync($"mcp-proxy, {tools} tools", proxy.Id, async sessions => await StreamableDoor.OpenAsync(at, "echo", sessions)));
            await Candidate.Ending(proxy)();

            var (hub, place) = await Peers.HubAsync(new JsonObject { ["command"] = "dotnet", ["args"] = new JsonArray([.. upstream.Select(one => (JsonNode)one)]) });
            rows.Add(await MeasureAsync($"mcp-hub, {tools} tools", hub.Id, async sessions => await EventsDoor.OpenAsync(place, "up__echo", sessions)));
            await Candidate.Ending(hub)();
        }

        Report.Table(["resident MiB with sessions", .. Steps.Select(step => step.ToString("N0", CultureInfo.InvariantCulture))], rows);
    }

    private static async Task<string[]> MeasureAsync(string name, int process, Func<int, Task<IDoor>> open)
    {
        var (cells, doors, sessions) = (new List<string> { name }, new List<IDoor>(), 0);
        foreach (var step in Steps)
        {
            for (; sessions < step; sessions += AtATime)
            {
                var door = await open(AtATime);
                doors.Add(door);
                for (var call = 0; call < AtATime; call++)
                {
                    await door.CallAsync(); // each session has called once
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(3));
            cells.Add((Machine.Memory(process).Resident / (1024d * 1024)).ToString("N0", CultureInfo.InvariantCulture));
        }

        foreach (var door in doors)
        {
            await door.DisposeAsync();
        }

        return [.. cells];
    }
}
