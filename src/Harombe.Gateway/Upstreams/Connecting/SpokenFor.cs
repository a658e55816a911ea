using System.Text.Json.Nodes;
using Harombe.Gateway.Upstreams.Entries;
using Harombe.Gateway.Upstreams.Questions;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Upstreams.Connecting;

/// <summary>Whom a request to a server is sent for: what the server may be told that this client can do.</summary>
/// <param name="Capabilities">As the client declared them, without what the server's entry doesn't allow it to use.</param>
/// <param name="LogLevel">The least severe log line that the client wants to see; null for none.</param>
internal sealed record SpokenFor(JsonObject Capabilities, string? LogLevel = null)
{
    private const string Key = "harombe.client";

    /// <summary>The gateway's own request, or a caller that can't be asked anything.</summary>
    public static SpokenFor Nobody { get; } = new(new JsonObject());

    public static SpokenFor Of(UpstreamAsks asks, CallingClient? client)
    {
        var can = new JsonObject();
        // A client of another era can't be asked in this one.
        if (client is { Modern: true, Capabilities: var declared })
        {
            Add(asks.Elicitation && declared["elicitation"] is JsonObject elicitation && (elicitation["form"] is not null || elicitation["url"] is null), "elicitation", new JsonObject { ["form"] = new JsonObject() });
            Add(asks.Sampling && declared["sampling"] is not null, "sampling", declared["sampling"]);
            Add(asks.Roots && declared["roots"] is not null, "roots", declared["roots"]);
        }

        return can.Count == 0 && client?.LogLevel is null ? Nobody : new SpokenFor(can, client?.LogLevel);

        void Add(bool may, string name, JsonNode? value)
        {
            if (may)
            {
                can[name] = value?.DeepClone();
            }
        }
    }

    /// <summary>Goes with the message to the wire, and no further.</summary>
    public JsonRpcMessageContext Context() => new() { Items = new Dictionary<string, object?> { [Key] = this } };

    public static SpokenFor? In(JsonRpcMessage message) => message.Context?.Items is { } items && items.TryGetValue(Key, out var value) ? value as SpokenFor : null;
}
