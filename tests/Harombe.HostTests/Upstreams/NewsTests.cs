using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Harombe.Testing;
using Harombe.Testing.Upstreams;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

#pragma warning disable MCP9005 // Logging is deprecated since 2026-07-28, and passed on all the same.

namespace Harombe.HostTests.Upstreams;

/// <summary>What upstreams tell of their own accord, and propose: log lines, watched resources, other lists, values for arguments.</summary>
public sealed class NewsTests
{
    private const string Old = "2025-11-25";
    private const string Modern = "2026-07-28";
    private static readonly string Secret = "ghp_" + string.Concat(Enumerable.Range(0, 36).Select(i => "aB3dE5gH7jK9"[i % 12]));

    [Theory]
    [InlineData(Old, false)]
    [InlineData(Old, true)]
    public async Task A_log_line_reaches_the_session_that_called_under_the_servers_name_and_without_secrets(string revision, bool modernServer)
    {
        await using var host = await UpstreamHost.StartAsync();
        await AddAsync(host, modernServer);
        var (mine, others) = (new Heard(), new Heard());
        await using var client = await ConnectAsync(host, revision, mine);
        await using var other = await ConnectAsync(host, revision, others);

        await client.CallToolAsync("docs__log", new Dictionary<string, object?> { ["text"] = "one" });
        await Eventually.BeAsync("the first line", () => mine.Of("notifications/message").Count == 1);
        await client.SetLoggingLevelAsync(LoggingLevel.Debug);
        await client.CallToolAsync("docs__log", new Dictionary<string, object?> { ["text"] = "two" });

        // The library's client hands its messages on side by side, so their order here says nothing.
        await Eventually.BeAsync("the others", () => mine.Of("notifications/message").Count == 3);
        var lines = mine.Of("notifications/message");
        Assert.Equal(["docs debug", "docs/disk warning", "docs/disk warning"], lines.Select(line => $"{line["logger"]} {line["level"]}").Order(StringComparer.Ordinal));
        Assert.Empty(others.Of("notifications/message"));
        Assert.DoesNotContain(Secret, string.Concat(lines.Select(line => line.ToJsonString())), StringComparison.Ordinal);
        Assert.Contains("redacted", string.Concat(lines.Select(line => line.ToJsonString())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_of_the_new_revision_hears_what_it_asked_for_with_the_call_before_the_result_and_nothing_otherwise(bool modernServer)
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await AddAsync(host, modernServer);
        var token = await host.Owner.IssueAsync("ide", "caller", ["*"]);

        var silent = await RawCall.SendAsync(host, token, "docs__log", "one", [], []);
        var some = await RawCall.SendAsync(host, token, "docs__log", "one", [], new JsonObject { ["logLevel"] = "info" });
        var all = await RawCall.SendAsync(host, token, "docs__log", "one", [], new JsonObject { ["logLevel"] = "debug" });

        Assert.Equal([1, 2, 3], new[] { silent, some, all }.Select(messages => messages.Count));
        Assert.All(new[] { silent, some, all }, messages => Assert.NotNull(messages[^1]["result"]));
        Assert.Equal("docs/disk", (string?)some[0]["params"]!["logger"]);
        Assert.Equal(modernServer ? [null, "info", "debug"] : new string?[] { null, null, null }, server.Calls("log").Select(call => (string?)call["params"]!["_meta"]!["io.modelcontextprotocol/logLevel"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_watched_resource_is_told_of_under_its_served_address_to_whoever_may_read_it(bool modernServer)
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await AddAsync(host, modernServer);
        var (mine, others) = (new Heard(), new Heard());
        await using var client = await ConnectAsync(host, Old, mine);
        await using var other = await ConnectAsync(host, Old, others);

        await client.SubscribeToResourceAsync("docs+file:///a.txt");
        await Eventually.BeAsync("the server's own watch", () => server.Received.Contains(modernServer ? "\"resourceSubscriptions\":[\"file:///a.txt\"]" : "resources/subscribe", StringComparison.Ordinal));
        await client.CallToolAsync("docs__touch");

        await Eventually.BeAsync("the news", () => mine.Of("notifications/resources/updated").Count == 1);
        Assert.Equal("docs+file:///a.txt", (string?)mine.Of("notifications/resources/updated")[0]["uri"]);
        await Eventually.BeAsync("the other list", () => others.Of("notifications/resources/list_changed").Count == 1);
        Assert.Empty(others.Of("notifications/resources/updated"));
        Assert.Equal("docs__read_resource", (await host.Owner.AuditAsync("call.intent"))[0].GetProperty("tool").GetString());

        await client.UnsubscribeFromResourceAsync("docs+file:///a.txt");
        await Eventually.BeAsync("the end of the server's own watch", () => modernServer
            ? server.Requests("subscriptions/listen") is { Count: > 2 } all && all[^1].ToJsonString().Contains("\"resourceSubscriptions\":[]", StringComparison.Ordinal)
            : server.Requests("resources/unsubscribe").Count == 1);
    }

    [Fact]
    public async Task A_watch_ends_with_the_session_that_had_it()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await AddAsync(host, modern: false);
        await using (var client = await ConnectAsync(host, Old, new Heard()))
        {
            await client.SubscribeToResourceAsync("docs+file:///a.txt");
            Assert.Empty(server.Requests("resources/unsubscribe"));
        }

        await Eventually.BeAsync("the end of the server's own watch", () => server.Requests("resources/unsubscribe").Count == 1);
    }

    [Fact]
    public async Task What_is_watched_is_asked_for_again_when_the_server_comes_back()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await AddAsync(host, modern: false);
        await using var client = await ConnectAsync(host, Old, new Heard());
        await client.SubscribeToResourceAsync("docs+file:///a.txt");

        System.Diagnostics.Process.GetProcessById((await host.ViewAsync("docs")).GetProperty("process").GetInt32()).Kill();

        await Eventually.BeAsync("the watch in the new process", () => server.Requests("resources/subscribe").Count == 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_listens_hears_what_it_asked_for_and_nothing_else(bool modernServer)
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await AddAsync(host, modernServer);
        var token = await host.Owner.IssueAsync("ide", "caller", ["*"]);
        var wants = new JsonObject
        {
            ["toolsListChanged"] = true,
            ["promptsListChanged"] = true,
            ["resourceSubscriptions"] = new JsonArray("docs+file:///a.txt", "docs+file:///b.txt", "none+file:///a.txt"),
        };
        await using var messages = RawCall.ListenAsync(host, token, wants).GetAsyncEnumerator();

        Assert.True(await messages.MoveNextAsync());
        Assert.Equal("notifications/subscriptions/acknowledged", (string?)messages.Current["method"]);
        Assert.Equal("""{"toolsListChanged":true,"promptsListChanged":true,"resourceSubscriptions":["docs+file:///a.txt","docs+file:///b.txt"]}""", messages.Current["params"]!["notifications"]!.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal));
        await Eventually.BeAsync("the server's own watch", () => server.Received.Contains(modernServer ? "b.txt\"]" : "file:///b.txt", StringComparison.Ordinal));
        server.Say(Script(modernServer, "log", "touch", "fresh"));
        await RawCall.SendAsync(host, token, "docs__touch", "", [], []);

        var heard = new HashSet<string>(StringComparer.Ordinal);
        while (heard.Count < 3 && await messages.MoveNextAsync())
        {
            heard.Add((string?)messages.Current["method"] + " " + (string?)messages.Current["params"]!["uri"]);
            Assert.Equal("1", (string?)messages.Current["params"]!["_meta"]!["io.modelcontextprotocol/subscriptionId"]);
        }

        Assert.Equal(["notifications/prompts/list_changed ", "notifications/resources/updated docs+file:///a.txt", "notifications/tools/list_changed "], heard.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_may_not_read_a_resource_can_not_watch_it()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await AddAsync(host, modern: false, entry => entry["principals"] = new JsonArray("somebody"));
        await using var client = await ConnectAsync(host, Old, new Heard());

        await Assert.ThrowsAsync<McpProtocolException>(() => client.SubscribeToResourceAsync("docs+file:///a.txt"));

        Assert.Empty(server.Requests("resources/subscribe"));
    }

    [Theory]
    [InlineData(Old)]
    [InlineData(Modern)]
    public async Task Values_for_an_argument_come_from_the_server_down_the_road(string revision)
    {
        await using var host = await UpstreamHost.StartAsync();
        await AddAsync(host, revision == Modern);
        await using var client = await ConnectAsync(host, revision, new Heard());

        var ofPrompt = await client.CompleteAsync(new PromptReference { Name = "docs__sum" }, "whom", "A");
        var ofResource = await client.CompleteAsync(new ResourceTemplateReference { Uri = (await client.ListResourceTemplatesAsync())[0].UriTemplate }, "name", "a");
        var ofNothing = await client.CompleteAsync(new PromptReference { Name = "docs__none" }, "whom", "A");

        Assert.Equal(["Ada", """{"name":"sum","type":"ref/prompt"}"""], ofPrompt.Completion.Values);
        Assert.Equal(["ada", """{"type":"ref/resource","uri":"file:///{name}.txt"}"""], ofResource.Completion.Values);
        Assert.Empty(ofNothing.Completion.Values);
        Assert.Equal(2, (await host.Owner.AuditAsync("call.intent")).Count(entry => entry.GetProperty("tool").GetString() == "docs__complete"));
    }

    private static Task<ScriptedUpstream> AddAsync(UpstreamHost host, bool modern, Action<JsonObject>? more = null) => host.AddAsync(
        "docs",
        entry =>
        {
            entry["trust"] = "trusted";
            more?.Invoke(entry);
        },
        server => server.Say(Script(modern, "log", "touch")),
        accept: false);

    private static JsonObject Script(bool modern, params string[] tools) => new()
    {
        ["modern"] = modern,
        ["documents"] = true,
        ["secret"] = Secret,
        ["tools"] = new JsonArray([.. tools.Select(tool => (JsonNode)new JsonObject
        {
            ["name"] = tool,
            ["description"] = $"Does {tool}.",
            ["inputSchema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["text"] = new JsonObject { ["type"] = "string" } } },
            ["annotations"] = new JsonObject { ["readOnlyHint"] = true },
        })]),
    };

    private static async Task<McpClient> ConnectAsync(UpstreamHost host, string revision, Heard heard) => await McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(host.Owner.Url, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + await host.Owner.IssueAsync("ide", "caller", ["*"]) },
        }),
        new McpClientOptions { ProtocolVersion = revision, Handlers = new McpClientHandlers { NotificationHandlers = heard.Handlers } });

    /// <summary>What a client was told.</summary>
    private sealed class Heard
    {
        private readonly ConcurrentQueue<JsonRpcNotification> all = new();

        public IEnumerable<KeyValuePair<string, Func<JsonRpcNotification, CancellationToken, ValueTask>>> Handlers =>
            new[] { "notifications/message", "notifications/resources/updated", "notifications/resources/list_changed", "notifications/prompts/list_changed" }.Select(method =>
                KeyValuePair.Create<string, Func<JsonRpcNotification, CancellationToken, ValueTask>>(method, (message, _) =>
                {
                    all.Enqueue(message);
                    return ValueTask.CompletedTask;
                }));

        public IReadOnlyList<JsonObject> Of(string method) => [.. all.Where(message => message.Method == method).Select(message => message.Params as JsonObject ?? [])];
    }
}
