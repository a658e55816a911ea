using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Testing;

namespace Harombe.RealTests.Gateway;

/// <summary>A host in a process of its own with other people's servers behind it, each accepted by its owner.</summary>
internal sealed class OtherServers : IAsyncDisposable
{
    private readonly List<Process> processes = [];

    private OtherServers(Ide ide) => Ide = ide;

    public Ide Ide { get; }

    public static async Task<OtherServers> StartAsync(params (string Key, string Value)[] settings) => new(await Ide.StartAsync(settings));

    /// <summary>A package's server, started by the host.</summary>
    public Task AddPackageAsync(NodeClients clients, string name, string package, params string[] arguments) => AddAsync(name, new JsonObject
    {
        ["command"] = clients.Node,
        ["args"] = new JsonArray([Path.Combine(clients.Folder, "node_modules", "@modelcontextprotocol", package, "dist", "index.js"), .. arguments.Select(one => (JsonNode)one)]),
    });

    /// <summary>A server by a TypeScript SDK: started by the host, or by the test and reached over HTTP.</summary>
    public Task AddScriptAsync(NodeClients clients, string name, string generation, string transport) => AddScriptAsync(clients, name, "upstream.mjs", generation, transport);

    /// <summary>A server by a script: started by the host, or by the test and reached over HTTP.</summary>
    public async Task AddScriptAsync(NodeClients clients, string name, string script, string generation, string transport)
    {
        if (transport == "stdio")
        {
            await AddAsync(name, new JsonObject { ["command"] = clients.Node, ["args"] = new JsonArray(script, generation, "stdio"), ["folder"] = clients.Folder });
            return;
        }

        var process = Process.Start(new ProcessStartInfo(clients.Node, [script, generation, "http"]) { WorkingDirectory = clients.Folder, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("Node did not start.");
        processes.Add(process);
        var port = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await AddAsync(name, new JsonObject { ["url"] = $"http://localhost:{port}/mcp" });
    }

    /// <summary>How the host shows a server.</summary>
    public Task<JsonElement> ViewAsync(string name) => Ide.Host.Owner.GetAsync($"/upstreams/{name}");

    public async Task AcceptAsync(string name) =>
        await SendAsync(HttpMethod.Post, $"/upstreams/{name}/accept?fingerprint={(await ViewAsync(name)).GetProperty("fingerprint").GetString()}", null);

    public async Task TestAsync(string name) => await SendAsync(HttpMethod.Post, $"/upstreams/{name}/test", null);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        await Ide.Host.TerminateAsync();
        await Ide.DisposeAsync();
    }

    /// <summary>Any server, accepted.</summary>
    public async Task AddAsync(string name, JsonObject entry)
    {
        entry["name"] = name;
        // The operator's word that these do no harm, so that the tests need no person.
        entry["tools"] = new JsonObject(new[] { "read_resource", "get_prompt" }.Concat(new[] { "echo", "get-sum", "get-env", "get-tiny-image", "get-structured-content", "trigger-long-running-operation", "fail", "cancelled", "wait", "grow", "grown", "steps", "begun", "ask", "extra", "toggle", "read_text_file", "list_directory", "read_graph", "create_entities" })
            .Select(tool => KeyValuePair.Create(tool, (JsonNode?)new JsonObject { ["reads"] = true })));
        entry["start_timeout"] = "60s";
        await SendAsync(HttpMethod.Post, "/upstreams", entry);
        await TestAsync(name);
        await AcceptAsync(name);
    }

    private async Task SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        using var response = await Ide.Host.Owner.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync()}");
    }
}
