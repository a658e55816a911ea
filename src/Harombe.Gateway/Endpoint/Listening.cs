using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Harombe.Core.Calls;
using Harombe.Core.Tools;
using Harombe.Gateway.Endpoint.Sessions;
using Harombe.Gateway.Upstreams.Watching;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>Answers <c>subscriptions/listen</c> of 2026-07-28: says what it will tell, tells it, and ends with the request.</summary>
internal sealed class Listening(ToolCatalog catalog, News news, Subscriptions subscriptions, CallSlots slots)
{
    private const int MostResources = 100;

    public async ValueTask<EmptyResult> ListenAsync(RequestContext<SubscriptionsListenRequestParams> request, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request);
        // It holds a response open as long as it likes, so it counts as a call of its principal.
        using var slot = slots.TryTake(caller.Principal.Id)
            ?? throw new McpProtocolException(new Reason("gateway.busy", "Too many requests of this principal are under way.", "Close some.").ToString(), McpErrorCode.InvalidRequest);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, caller.Request.Aborted);
        var asked = request.Params?.Notifications ?? new SubscriptionsListenNotifications();
        var post = new Post();
        var wants = new SubscriptionsListenNotifications
        {
            ToolsListChanged = asked.ToolsListChanged is true ? true : null,
            PromptsListChanged = asked.PromptsListChanged is true ? true : null,
            ResourcesListChanged = asked.ResourcesListChanged is true ? true : null,
            ResourceSubscriptions = asked.ResourceSubscriptions is { Count: > 0 } ? [] : null,
        };
        var watches = new List<Action>();
        void Changed() => post.Put(wants.ToolsListChanged is true ? new JsonRpcNotification { Method = NotificationMethods.ToolListChangedNotification } : null);
        void Heard(Told told)
        {
            var message = subscriptions.Message(told, caller.Principal, caller.View);
            post.Put(told.Kind switch
            {
                NewsKind.Prompts => wants.PromptsListChanged is true,
                NewsKind.Resources => wants.ResourcesListChanged is true,
                _ => told.Uri is { } uri && wants.ResourceSubscriptions?.Contains(ServedAddress.Of(caller.View, told.Server, uri)) is true,
            } ? message : null);
        }

        catalog.Changed += Changed;
        news.Heard += Heard;
        try
        {
            foreach (var served in asked.ResourceSubscriptions?.Distinct(StringComparer.Ordinal).Take(MostResources) ?? [])
            {
                try
                {
                    watches.Add(await subscriptions.WatchAsync(caller, request, served, life.Token).ConfigureAwait(false));
                    wants.ResourceSubscriptions!.Add(served); // not null: some were asked for
                }
                catch (McpException)
                {
                    // What is not acknowledged is not watched.
                }
            }

            await TellAsync(request, NotificationMethods.SubscriptionsAcknowledgedNotification, Form(new SubscriptionsAcknowledgedNotificationParams { Notifications = wants }), life.Token).ConfigureAwait(false);
            await foreach (var message in post.ReadAllAsync(life.Token).ConfigureAwait(false))
            {
                await TellAsync(request, message.Method, message.Params as JsonObject ?? [], life.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            // The client has closed it: that is how it ends.
        }
        finally
        {
            catalog.Changed -= Changed;
            news.Heard -= Heard;
            watches.ForEach(end => end());
        }

        return new EmptyResult();
    }

    private static JsonObject Form<T>(T parameters) => JsonSerializer.SerializeToNode(parameters, McpJsonUtilities.DefaultOptions)!.AsObject(); // not null: it is an object

    private static Task TellAsync(RequestContext<SubscriptionsListenRequestParams> request, string method, JsonObject form, CancellationToken cancellationToken)
    {
        // Which subscription it belongs to; the request's id names it.
        form["_meta"] = new JsonObject { ["io.modelcontextprotocol/subscriptionId"] = request.JsonRpcRequest.Id.ToString() };
        // The request's own server writes to the request's own response.
        return request.Server.SendMessageAsync(new JsonRpcNotification { Method = method, Params = form }, cancellationToken);
    }

    // What waits to be told. The same twice is once: whoever hears of it looks again, and sees all that changed until then.
    private sealed class Post
    {
        private readonly ConcurrentDictionary<string, bool> waiting = new(StringComparer.Ordinal);
        private readonly Channel<JsonRpcNotification> messages = Channel.CreateUnbounded<JsonRpcNotification>();

        public void Put(JsonRpcNotification? message)
        {
            if (message is not null && waiting.TryAdd(Key(message), true))
            {
                messages.Writer.TryWrite(message);
            }
        }

        public async IAsyncEnumerable<JsonRpcNotification> ReadAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var message in messages.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                waiting.TryRemove(Key(message), out _);
                yield return message;
            }
        }

        private static string Key(JsonRpcNotification message) => message.Method + "\n" + (string?)message.Params?["uri"];
    }
}
