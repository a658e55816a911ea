using System.Text.Json.Nodes;
using Harombe.Testing.Plugins;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>Servers over HTTP that misbehave.</summary>
public sealed class HttpTroubleTests
{
    [Fact]
    public async Task A_server_that_refuses_the_credential_is_named_and_left_alone()
    {
        await using var server = await LocalServer.StartAsync(app => app.MapFallback(() => Results.StatusCode(401)));
        await using var host = await UpstreamHost.StartAsync();
        await host.SendAsync("POST", "/upstreams", new JsonObject { ["name"] = "up", ["url"] = $"http://localhost:{server.Port}/mcp" });

        for (var i = 0; i < 30; i++)
        {
            await host.SendAsync("POST", "/upstreams/up/test");
        }

        Assert.Contains("401", (await host.ViewAsync("up")).GetProperty("fault").GetString(), StringComparison.Ordinal);
        Assert.InRange(server.Requests.Count, 1, 29);
    }

    [Fact]
    public async Task A_session_that_the_server_forgot_is_opened_again_without_anybody_noticing()
    {
        var sessions = 0;
        var known = "";
        await using var server = await LocalServer.StartAsync(app => app.MapFallback(async (HttpContext http) =>
        {
            if (http.Request.Method != "POST")
            {
                return Results.StatusCode(405);
            }

            var message = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject(); // not null: a message
            var method = (string?)message["method"];
            if (method == "initialize")
            {
                known = $"s{Interlocked.Increment(ref sessions)}";
                http.Response.Headers["Mcp-Session-Id"] = known;
            }
            else if (method != "server/discover" && http.Request.Headers["Mcp-Session-Id"] != known)
            {
                return Results.StatusCode(404);
            }

            return message["id"] is null ? Results.StatusCode(202) : Results.Text(Answer(message, method).ToJsonString(), "application/json");
        }));
        await using var host = await UpstreamHost.StartAsync();
        await host.SendAsync("POST", "/upstreams", new JsonObject { ["name"] = "up", ["url"] = $"http://localhost:{server.Port}/mcp", ["tools"] = new JsonObject { ["echo"] = new JsonObject { ["reads"] = true } } });
        await host.SendAsync("POST", "/upstreams/up/test");
        await host.AcceptAsync("up");
        Assert.Equal("s1", await host.TextAsync("up__echo"));

        known = "gone";

        Assert.Equal("s2", await host.TextAsync("up__echo"));

        JsonObject Answer(JsonObject message, string? method) => new()
        {
            ["jsonrpc"] = "2.0",
            ["id"] = message["id"]!.DeepClone(),
            [method == "server/discover" ? "error" : "result"] = method switch
            {
                "initialize" => new JsonObject { ["protocolVersion"] = "2025-11-25", ["capabilities"] = new JsonObject { ["tools"] = new JsonObject() }, ["serverInfo"] = new JsonObject { ["name"] = "x", ["version"] = "1" } },
                "tools/list" => new JsonObject { ["tools"] = new JsonArray(new JsonObject { ["name"] = "echo", ["inputSchema"] = new JsonObject { ["type"] = "object" } }) },
                "tools/call" => new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = known }) },
                _ => new JsonObject { ["code"] = -32601, ["message"] = "Method not found" },
            },
        };
    }

    [Fact]
    public async Task A_stream_that_never_ends_fails_its_own_call()
    {
        await using var server = await LocalServer.StartAsync(app => app.MapFallback(async (HttpContext http) =>
        {
            http.Response.ContentType = "text/event-stream";
            var chunk = new byte[64 * 1024];
            Array.Fill(chunk, (byte)'x');
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(chunk, http.RequestAborted);
            }
        }));
        await using var host = await UpstreamHost.StartAsync();
        await host.SendAsync("POST", "/upstreams", new JsonObject { ["name"] = "up", ["url"] = $"http://localhost:{server.Port}/mcp", ["message"] = 256 * 1024, ["start_timeout"] = "10s" });
        await host.SendAsync("POST", "/upstreams/up/test");

        Assert.NotNull((await host.ViewAsync("up")).GetProperty("fault").GetString());
    }
}
