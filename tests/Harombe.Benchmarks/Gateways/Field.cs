using System.Diagnostics;
using System.Text.Json.Nodes;
using Harombe.Benchmarks.Measuring;

namespace Harombe.Benchmarks.Gateways;

/// <summary>Who is compared: the same upstream straight, through the host, and through the gateways that npm has.</summary>
internal static class Field
{
    public const int Sessions = 16;

    /// <summary>Names of the ways that are the limit.</summary>
    public const string Stdio = "direct, stdio", Http = "direct, HTTP";

    private static readonly string[] Everything = [Peers.Everything, "stdio"];

    /// <summary>Opens one after the other, so that what was opened can be ended when a later one fails.</summary>
    /// <param name="wanted">Which, by words of their names; the direct ways always.</param>
    /// <param name="opened">Where they go.</param>
    public static async Task OpenAsync(Func<string, bool> wanted, List<Candidate> opened)
    {
        foreach (var (name, direct, open) in All)
        {
            if (direct is null || wanted(name))
            {
                var (door, ends) = await open();
                opened.Add(new Candidate(name, direct, door, ends));
            }
        }
    }

    private static IEnumerable<(string Name, string? Direct, Func<Task<(IDoor Door, Func<ValueTask> Ends)>> Open)> All =>
    [
        (Stdio, null, async () => (await StdioDoor.OpenAsync(Start(Peers.Node, Everything), "echo"), Candidate.Nothing)),
        (Http, null, HttpAsync),
        ("the same libraries without a guard, stdio", Stdio, () => PeerAsync(port => Start("dotnet", [typeof(Field).Assembly.Location, "--bare-gateway", $"{port}", Peers.Node, .. Everything]))),
        ("Harombe, stdio, tmpfs", Stdio, () => GuardedAsync(Storage.InMemory(), Command())),
        ("Harombe, stdio, disk", Stdio, () => GuardedAsync(Storage.OnDisk(), Command())),
        ("Harombe, stdio, tmpfs, definitions compared once a second", Stdio, () => GuardedAsync(Storage.InMemory(), Command("1s"))),
        ("Harombe, HTTP, tmpfs", Http, () => GuardedBeforeHttpAsync(null)),
        ("Harombe, HTTP, tmpfs, definitions compared once a second", Http, () => GuardedBeforeHttpAsync("1s")),
        ("mcp-proxy, stdio", Stdio, () => PeerAsync(port => Start(Peers.Node, [Peers.Module("mcp-proxy/dist/bin/mcp-proxy.mjs"), "--host", "127.0.0.1", "--port", $"{port}", "--", Peers.Node, .. Everything]))),
        ("supergateway, stdio", Stdio, () => PeerAsync(port => Start(Peers.Node, [Peers.Module("supergateway/dist/index.js"), "--stdio", string.Join(' ', [Peers.Node, .. Everything]), "--outputTransport", "streamableHttp", "--stateful", "--logLevel", "none", "--port", $"{port}"]))),
        ("mcp-hub, stdio", Stdio, () => HubAsync(new JsonObject { ["command"] = Peers.Node, ["args"] = new JsonArray([.. Everything.Select(one => (JsonNode)one)]) }, Candidate.Nothing)),
        ("mcp-hub, HTTP", Http, HubBeforeHttpAsync),
    ];

    public static ProcessStartInfo Start(string program, string[] arguments) => new(program, arguments);

    private static JsonObject Command(string? compare = null) =>
        Compared(new JsonObject { ["command"] = Peers.Node, ["args"] = new JsonArray([.. Everything.Select(one => (JsonNode)one)]) }, compare);

    private static JsonObject Compared(JsonObject entry, string? compare)
    {
        if (compare is not null)
        {
            entry["compare"] = compare;
        }

        return entry;
    }

    private static Task<(Process Process, Uri Url)> UpstreamAsync() => Peers.ServeAsync("/mcp", port => new ProcessStartInfo(Peers.Node, [Peers.Everything, "streamableHttp"]) { Environment = { ["PORT"] = $"{port}" } });

    private static async Task<(IDoor, Func<ValueTask>)> HttpAsync()
    {
        var (process, url) = await UpstreamAsync();
        return (await StreamableDoor.OpenAsync(url, "echo", Sessions), Candidate.Ending(process));
    }

    private static async Task<(IDoor, Func<ValueTask>)> GuardedAsync(string folder, JsonObject upstream)
    {
        var gateway = await GuardedGateway.StartAsync(folder, upstream);
        return (await StreamableDoor.OpenAsync(gateway.Url, "up__echo", Sessions, gateway.Token), gateway.DisposeAsync);
    }

    private static async Task<(IDoor, Func<ValueTask>)> GuardedBeforeHttpAsync(string? compare)
    {
        var (process, url) = await UpstreamAsync();
        // By name: an entry that names an address is refused.
        var (door, ends) = await GuardedAsync(Storage.InMemory(), Compared(new JsonObject { ["url"] = $"http://localhost:{url.Port}/mcp" }, compare));
        return (door, Both(ends, Candidate.Ending(process)));
    }

    private static async Task<(IDoor, Func<ValueTask>)> PeerAsync(Func<int, ProcessStartInfo> how)
    {
        var (process, url) = await Peers.ServeAsync("/mcp", how);
        return (await StreamableDoor.OpenAsync(url, "echo", Sessions), Candidate.Ending(process));
    }

    private static async Task<(IDoor, Func<ValueTask>)> HubBeforeHttpAsync()
    {
        var (process, url) = await UpstreamAsync();
        return await HubAsync(new JsonObject { ["url"] = url.AbsoluteUri }, Candidate.Ending(process));
    }

    private static async Task<(IDoor, Func<ValueTask>)> HubAsync(JsonObject upstream, Func<ValueTask> ends)
    {
        var (process, url) = await Peers.HubAsync(upstream);
        return (await EventsDoor.OpenAsync(url, "up__echo", Sessions), Both(Candidate.Ending(process), ends));
    }

    private static Func<ValueTask> Both(Func<ValueTask> one, Func<ValueTask> two) => async () =>
    {
        await one();
        await two();
    };
}
