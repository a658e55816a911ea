using System.Text.Json.Nodes;
using Harombe.Testing.Plugins;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>A server over HTTP in 2025-11-25 that can be told to misbehave: before it looks at a message, or when a tool is called.</summary>
internal sealed class HttpUpstream : IAsyncDisposable
{
    private LocalServer? server;
    private int sessions;
    private string session = "";

    /// <summary>Answers a request in the server's place, if it returns true: of a method, and of a tool.</summary>
    public Func<HttpContext, string, string?, Task<bool>> Before { get; set; } = (_, _, _) => Task.FromResult(false);

    /// <summary>How many requests came.</summary>
    public int Requests => Server.Requests.Count;

    /// <summary>Calls of tools that came.</summary>
    public int Calls => Server.Requests.Count(request => request.Contains("\"tools/call\"", StringComparison.Ordinal));

    /// <summary>How many sessions it opened.</summary>
    public int Sessions => sessions;

    /// <summary>All that it was sent.</summary>
    public string Received => string.Join('\n', Server.Requests);

    private LocalServer Server => server ?? throw new InvalidOperationException("It was not started.");

    public static async Task<HttpUpstream> StartAsync()
    {
        var one = new HttpUpstream();
        one.server = await LocalServer.StartAsync(app => app.MapFallback((HttpContext http) => one.AnswerAsync(http)));
        return one;
    }

    /// <summary>Its entry.</summary>
    public JsonObject Entry(string name, Action<JsonObject>? more = null)
    {
        var entry = new JsonObject { ["name"] = name, ["url"] = $"http://localhost:{Server.Port}/mcp", ["trust"] = "trusted" };
        entry["tools"] = new JsonObject(new[] { "echo", "hang" }.Select(tool => KeyValuePair.Create(tool, (JsonNode?)new JsonObject { ["reads"] = true })));
        more?.Invoke(entry);
        return entry;
    }

    /// <summary>Adds it to a host; it is accepted, since its entry vouches for it.</summary>
    public async Task AddAsync(UpstreamHost host, string name, Action<JsonObject>? more = null)
    {
        await host.SendAsync("POST", "/upstreams", Entry(name, more));
        await host.SendAsync("POST", $"/upstreams/{name}/test");
    }

    /// <summary>Forgets its session, as a server does that was started again.</summary>
    public void Forget() => session = "gone";

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var message = http.Request.Method == "POST" ? (await JsonNode.ParseAsync(http.Request.Body))!.AsObject() : []; // not null: a message
        var method = (string?)message["method"] ?? "";
        var tool = message["params"] is JsonObject parameters ? (string?)parameters["name"] : null;
        if (await Before(http, method, tool))
        {
            return;
        }

        if (http.Request.Method != "POST")
        {
            http.Response.StatusCode = 405;
            return;
        }

        if (method == "initialize")
        {
            session = $"s{Interlocked.Increment(ref sessions)}";
            http.Response.Headers["Mcp-Session-Id"] = session;
        }
        else if (method != "server/discover" && http.Request.Headers["Mcp-Session-Id"] != session)
        {
            http.Response.StatusCode = 404;
            return;
        }

        if (message["id"] is not { } id)
        {
            http.Response.StatusCode = 202;
            return;
        }

        await http.Response.WriteAsJsonAsync(Of(id, method, tool));
    }

    private JsonObject Of(JsonNode id, string method, string? tool) => new()
    {
        ["jsonrpc"] = "2.0",
        ["id"] = id.DeepClone(),
        [method is "initialize" or "tools/list" or "tools/call" ? "result" : "error"] = method switch
        {
            "initialize" => new JsonObject { ["protocolVersion"] = "2025-11-25", ["capabilities"] = new JsonObject { ["tools"] = new JsonObject() }, ["serverInfo"] = new JsonObject { ["name"] = "x", ["version"] = "1" } },
            "tools/list" => new JsonObject { ["tools"] = new JsonArray([.. new[] { "echo", "hang" }.Select(name => (JsonNode)new JsonObject { ["name"] = name, ["inputSchema"] = new JsonObject { ["type"] = "object" } })]) },
            "tools/call" => new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = $"{tool} in {session}" }) },
            _ => new JsonObject { ["code"] = -32601, ["message"] = "Method not found" },
        },
    };
}
