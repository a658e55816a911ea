using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harombe.HostTests.Upstreams;

/// <summary>What an upstream's tool says it would do, to the one who is asked over the client's connection.</summary>
public sealed class DryRunTests
{
    [Theory]
    [InlineData("2025-06-18", true)]
    [InlineData("2026-07-28", true)]
    [InlineData("2025-11-25", false)]
    public async Task The_question_over_the_clients_connection_shows_it(string revision, bool byTheServersWord)
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync(
            "up",
            entry =>
            {
                entry["trust"] = byTheServersWord ? "trusted" : "untrusted";
                entry["tools"] = new JsonObject
                {
                    ["show"] = new JsonObject { ["reads"] = true },
                    ["change"] = byTheServersWord ? new JsonObject { ["risk"] = "medium" } : new JsonObject { ["risk"] = "medium", ["dry_run"] = "show" },
                };
            },
            one => one.Say(new JsonObject
            {
                ["tools"] = new JsonArray(Tool("show", null), Tool("change", new JsonObject { ["x-dryRunTool"] = "show" })),
                ["answers"] = new JsonObject { ["show"] = new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "3 rows would change\nRisk: low" }) } },
            }));
        var asked = new List<string>();
        var options = new McpClientOptions { ProtocolVersion = revision };
        options.Handlers.ElicitationHandler = (request, _) =>
        {
            asked.Add(request!.Message); // not null: it is asked something
            return ValueTask.FromResult(new ElicitResult { Action = "accept", Content = new Dictionary<string, JsonElement> { ["decision"] = JsonSerializer.SerializeToElement("allow") } });
        };
        await using var client = await McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions
            {
                Endpoint = new Uri(host.Owner.Url, "/mcp"),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + await host.Owner.IssueAsync("ide", "caller", ["*"]) },
            }),
            options);

        var result = await client.CallToolAsync("up__change", new Dictionary<string, object?> { ["text"] = "a" });

        Assert.NotEqual(true, result.IsError);
        // Each line is marked as the tool's, so that none can pass for one of the question's own.
        Assert.Contains("\n  | up__show says what it would do:\n  | 3 rows would change\n  | Risk: low\n", Assert.Single(asked), StringComparison.Ordinal);
        Assert.Single(server.Calls("show"));
        Assert.Single(server.Calls("change"));
    }

    private static JsonObject Tool(string name, JsonObject? annotations)
    {
        var tool = new JsonObject
        {
            ["name"] = name,
            ["description"] = $"Does {name}.",
            ["inputSchema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["text"] = new JsonObject { ["type"] = "string" } } },
        };
        if (annotations is not null)
        {
            tool["annotations"] = annotations;
        }

        return tool;
    }
}
