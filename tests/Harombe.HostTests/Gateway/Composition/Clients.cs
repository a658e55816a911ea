using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harombe.HostTests.Gateway.Composition;

/// <summary>The library's own client, in the three revisions that are in use.</summary>
public static class Clients
{
    public const string June = "2025-06-18";
    public const string November = "2025-11-25";
    public const string Modern = "2026-07-28";

    public static TheoryData<string> Revisions => [June, November, Modern];

    public static Task<McpClient> ConnectAsync(GatewayHost host, string revision, string token = "alice", Func<ElicitRequestParams, CancellationToken, ValueTask<ElicitResult>>? answer = null, string view = "") =>
        McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions
            {
                Endpoint = new Uri(host.Endpoint.AbsoluteUri + view),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + token },
            }),
            Options(revision, answer));

    public static McpClientOptions Options(string revision, Func<ElicitRequestParams, CancellationToken, ValueTask<ElicitResult>>? answer)
    {
        var options = new McpClientOptions { ClientInfo = new Implementation { Name = "test", Version = "1" }, ProtocolVersion = revision };
        if (answer is not null)
        {
            options.Handlers.ElicitationHandler = (request, cancellationToken) => answer(request!, cancellationToken);
        }

        return options;
    }

    public static ElicitResult Accept(string decision) => new()
    {
        Action = "accept",
        Content = new Dictionary<string, JsonElement> { ["decision"] = JsonSerializer.SerializeToElement(decision) },
    };

    public static ValueTask<CallToolResult> CallAsync(this McpClient client, string tool, string text = "hi") =>
        client.CallToolAsync(tool, new Dictionary<string, object?> { ["text"] = text });

    public static ValueTask<CallToolResult> CollectAsync(this McpClient client, string approval) =>
        client.CallToolAsync("harombe_approval", new Dictionary<string, object?> { ["id"] = approval });

    public static string Text(this CallToolResult result) => string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));

    public static string? Member(this CallToolResult result, string name) =>
        result.StructuredContent is { } structured && structured.TryGetProperty(name, out var value) ? value.GetString() : null;
}
