using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Bridge;

/// <summary>
/// The requests that were sent to the host and not yet answered, by id. Over standard input a client cancels with a message in every revision. Towards the
/// host, 2026-07-28 knows no such message and cancels by closing the response; older revisions get the message, and then their response, to which
/// nothing will be written any more, is closed as well. Thread-safe.
/// </summary>
internal sealed class RequestLives
{
    private const string RevisionKey = "io.modelcontextprotocol/protocolVersion";
    private readonly ConcurrentDictionary<RequestId, Life> open = new();

    /// <summary>The life of one message; to be disposed when it was sent and answered.</summary>
    public Life Begin(JsonRpcMessage message, CancellationToken bridge)
    {
        if (message is not JsonRpcRequest request)
        {
            return new Life(modern: false, forget: null, bridge);
        }

        var modern = request.Params is JsonObject parameters && parameters["_meta"] is JsonObject meta && meta.ContainsKey(RevisionKey);
        var life = new Life(modern, ended => open.TryRemove(KeyValuePair.Create(request.Id, ended)), bridge);
        open[request.Id] = life;
        return life;
    }

    /// <summary>The open request that the message cancels; null when there is none.</summary>
    public Life? Find(JsonRpcNotification cancelled) =>
        IdOf((cancelled.Params as JsonObject)?["requestId"]) is { } id && open.TryGetValue(id, out var life) ? life : null;

    private static RequestId? IdOf(JsonNode? node) => node is not JsonValue value ? null
        : value.TryGetValue<long>(out var number) ? new RequestId(number)
        : value.TryGetValue<string>(out var text) ? new RequestId(text)
        : null;

    /// <summary>From sending a message to its answer.</summary>
    internal sealed class Life(bool modern, Action<Life>? forget, CancellationToken bridge) : IDisposable
    {
        private readonly CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(bridge);
        private volatile bool cancelled;

        /// <summary>Closing its response is all that it takes to cancel it.</summary>
        public bool Modern { get; } = modern;

        public CancellationToken Token => source.Token;

        /// <summary>The client has cancelled it, and expects no answer of any kind.</summary>
        public bool Cancelled => cancelled;

        /// <summary>Says that it is cancelled, before the host is told: the host may end the response before we do.</summary>
        public void Renounce() => cancelled = true;

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
