using System.Text.Json.Nodes;
using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Upstreams.Connecting;

/// <summary>
/// Stands between the library's client and its transport, for what a gateway must see as it is. Probed with 2.3.1: the client answers "input_required" itself,
/// through handlers that see neither the server's key nor its state, loses what it doesn't know of a form, sends the call again under an id that we can't
/// cancel, and tells every server that every caller can do whatever there is a handler for. A client of our own would have had to do again what it does well
/// (transports, introduction, headers, ids). So it keeps the connection, and has no handlers: here such answers pass it by whole, a server's questions go
/// to whoever can say whose they are, and each request says what its own caller can do.
/// </summary>
internal sealed class ClientWire(IClientTransport inner, Action<JsonRpcNotification> notified, Func<JsonRpcRequest, CancellationToken, Task<JsonNode>> asked) : IClientTransport
{
    private const string Kept = "harombe/whole";
    private const string Capabilities = "io.modelcontextprotocol/clientCapabilities";
    private const string LogLevel = "io.modelcontextprotocol/logLevel";

    public string Name => inner.Name;

    public async Task<ITransport> ConnectAsync(CancellationToken cancellationToken) => new Wire(await inner.ConnectAsync(cancellationToken).ConfigureAwait(false), notified, asked);

    /// <summary>A result as the server sent it.</summary>
    public static JsonNode? Whole(JsonNode? result) => result is JsonObject form && form[Kept] is { } whole ? whole.DeepClone() : result;

    private sealed class Wire(ITransport inner, Action<JsonRpcNotification> notified, Func<JsonRpcRequest, CancellationToken, Task<JsonNode>> asked) : ITransport
    {
        private readonly CancellationTokenSource ending = new();
        private RequestId discovery;

        public string? SessionId => inner.SessionId;

        public ChannelReader<JsonRpcMessage> MessageReader => field ??= new Reader(inner.MessageReader, Take);

        public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken)
        {
            // In the older revisions there is no such member: what clients can do was said once.
            if (message is JsonRpcRequest { Params: JsonObject parameters } request && parameters["_meta"] is JsonObject meta && meta.ContainsKey(Capabilities))
            {
                var client = SpokenFor.In(request) ?? SpokenFor.Nobody;
                meta[Capabilities] = client.Capabilities.DeepClone();
                if (client.LogLevel is { } level)
                {
                    meta[LogLevel] = level;
                }
            }

            if (message is JsonRpcRequest { Method: RequestMethods.ServerDiscover } question)
            {
                discovery = question.Id;
            }

            return inner.SendMessageAsync(message, cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await inner.DisposeAsync().ConfigureAwait(false);
        }

        // What goes on to the library; nothing when it is not for the library.
        private JsonRpcMessage? Take(JsonRpcMessage message)
        {
            switch (message)
            {
                case JsonRpcResponse response when response.Id == discovery && !IsDiscovery(response.Result):
                    // A server that answers whatever it is asked, and does not know of this: it speaks an older revision.
                    return new JsonRpcError { Id = response.Id, Error = new JsonRpcErrorDetail { Code = (int)McpErrorCode.MethodNotFound, Message = "It said nothing of the kind." } };
                case JsonRpcResponse { Result: JsonObject result } response when result.ContainsKey(Kept) || Questions.InputRounds.Is(result):
                    response.Result = new JsonObject { [Kept] = result.DeepClone() };
                    return response;
                case JsonRpcRequest request when request.Method is not RequestMethods.Ping:
                    _ = AnswerAsync(request);
                    return null;
                case JsonRpcNotification notification:
                    // In the order of the messages: what was told before a result is heard before it.
                    notified(notification);
                    return message;
                default:
                    return message;
            }
        }

        private static bool IsDiscovery(JsonNode? result) => result is JsonObject form && form["supportedVersions"] is JsonArray;

        private async Task AnswerAsync(JsonRpcRequest request)
        {
            JsonRpcMessage answer;
            try
            {
                answer = new JsonRpcResponse { Id = request.Id, Result = await asked(request, ending.Token).ConfigureAwait(false) };
            }
            catch (Exception e)
            {
                // The edge: whatever went wrong, the server is told that it gets no answer. Only what was meant for it is told in words.
                var (code, words) = e is McpProtocolException fault ? ((int)fault.ErrorCode, fault.Message) : ((int)McpErrorCode.InternalError, "It could not be answered.");
                answer = new JsonRpcError { Id = request.Id, Error = new JsonRpcErrorDetail { Code = code, Message = words } };
            }

            try
            {
                await inner.SendMessageAsync(answer, ending.Token).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // The server is gone, and so is its question.
            }
        }
    }

    private sealed class Reader(ChannelReader<JsonRpcMessage> inner, Func<JsonRpcMessage, JsonRpcMessage?> take) : ChannelReader<JsonRpcMessage>
    {
        public override Task Completion => inner.Completion;

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => inner.WaitToReadAsync(cancellationToken);

        public override bool TryRead([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out JsonRpcMessage item)
        {
            while (inner.TryRead(out var message))
            {
                if (take(message) is { } own)
                {
                    item = own;
                    return true;
                }
            }

            item = null;
            return false;
        }
    }
}
