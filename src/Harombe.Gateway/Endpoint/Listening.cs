using System.Text.Json;
using System.Threading.Channels;
using Harombe.Core.Calls;
using Harombe.Core.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>Answers <c>subscriptions/listen</c> of 2026-07-28: says what it will tell, tells it, and ends with the request.</summary>
internal sealed class Listening(ToolCatalog catalog, CallSlots slots)
{
    public async ValueTask<EmptyResult> ListenAsync(RequestContext<SubscriptionsListenRequestParams> request, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request);
        // It holds a response open as long as it likes, so it counts as a call of its principal.
        using var slot = slots.TryTake(caller.Principal.Id)
            ?? throw new McpProtocolException(new Reason("gateway.busy", "Too many requests of this principal are under way.", "Close some.").ToString(), McpErrorCode.InvalidRequest);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, caller.Request.Aborted);
        var wants = request.Params?.Notifications?.ToolsListChanged == true;
        // One is enough: whoever hears of it lists again, and sees all that changed until then.
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Note() => changes.Writer.TryWrite(true);
        catalog.Changed += Note;
        try
        {
            await TellAsync(
                request.Server,
                NotificationMethods.SubscriptionsAcknowledgedNotification,
                new SubscriptionsAcknowledgedNotificationParams { Notifications = new SubscriptionsListenNotifications { ToolsListChanged = wants ? true : null } },
                request,
                life.Token).ConfigureAwait(false);
            await foreach (var _ in changes.Reader.ReadAllAsync(life.Token).ConfigureAwait(false))
            {
                if (wants)
                {
                    await TellAsync(request.Server, NotificationMethods.ToolListChangedNotification, new ToolListChangedNotificationParams(), request, life.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            // The client has closed it: that is how it ends.
        }
        finally
        {
            catalog.Changed -= Note;
        }

        return new EmptyResult();
    }

    private static Task TellAsync<T>(McpServer server, string method, T parameters, RequestContext<SubscriptionsListenRequestParams> request, CancellationToken cancellationToken)
    {
        var form = JsonSerializer.SerializeToNode(parameters, McpJsonUtilities.DefaultOptions)!.AsObject(); // not null: it is an object
        // Which subscription it belongs to; the request's id names it.
        form["_meta"] = new System.Text.Json.Nodes.JsonObject { ["io.modelcontextprotocol/subscriptionId"] = request.JsonRpcRequest.Id.ToString() };
        // The request's own server writes to the request's own response.
        return server.SendMessageAsync(new JsonRpcNotification { Method = method, Params = form }, cancellationToken);
    }
}
