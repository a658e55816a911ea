using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Bridge;

/// <summary>
/// Requests of a revision that has no cancel message over HTTP, by id. Over standard input a client cancels with a message in every revision; towards the
/// host, 2026-07-28 cancels by closing the response. Older revisions' cancellations are passed on as they are. Thread-safe.
/// </summary>
internal sealed class RequestLives
{
    private const string RevisionKey = "io.modelcontextprotocol/protocolVersion";
    private readonly ConcurrentDictionary<RequestId, Life> modern = new();

    /// <summary>The life of one message; to be disposed when it was sent and answered.</summary>
    public Life Begin(JsonRpcMessage message, CancellationToken bridge)
    {
        if (message is not JsonRpcRequest request || request.Params is not JsonObject parameters || parameters["_meta"] is not JsonObject meta || !meta.ContainsKey(RevisionKey))
        {
            return new Life(forget: null, bridge);
        }

        var id = request.Id;
        var life = new Life(ended => modern.TryRemove(KeyValuePair.Create(id, ended)), bridge);
        modern[id] = life;
        return life;
    }

    /// <summary>Ends the request that the message cancels; false when it is none of ours.</summary>
    public bool TryEnd(JsonRpcNotification cancelled)
    {
        if (IdOf((cancelled.Params as JsonObject)?["requestId"]) is not { } id || !modern.TryRemove(id, out var life))
        {
            return false;
        }

        life.End();
        return true;
    }

    private static RequestId? IdOf(JsonNode? node) => node is not JsonValue value ? null
        : value.TryGetValue<long>(out var number) ? new RequestId(number)
        : value.TryGetValue<string>(out var text) ? new RequestId(text)
        : null;

    /// <summary>From sending a message to its answer.</summary>
    internal sealed class Life(Action<Life>? forget, CancellationToken bridge) : IDisposable
    {
        private readonly CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(bridge);

        public CancellationToken Token => source.Token;

        public void End()
        {
            try
            {
                source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It was answered in the same moment.
            }
        }

        public void Dispose()
        {
            forget?.Invoke(this);
            source.Dispose();
        }
    }
}
