using System.Text.Json.Nodes;
using Harombe.Gateway.Upstreams;
using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Offering;
using Harombe.Gateway.Upstreams.Watching;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint.Sessions;

/// <summary>
/// Lets clients watch resources of upstreams. Whoever wants to watch one must be able to read it: it is read first, down the whole road, so that the address
/// is decided and recorded before the server hears of it. News are told to those only who may still see the server.
/// </summary>
internal sealed class Subscriptions
{
    private readonly UpstreamSet? upstreams;
    private readonly OpenSessions sessions;
    private readonly Passing passing;
    private readonly Reading reading;

    public Subscriptions(UpstreamSet? upstreams, News news, OpenSessions sessions, Passing passing, Reading reading)
    {
        (this.upstreams, this.sessions, this.passing, this.reading) = (upstreams, sessions, passing, reading);
        news.Heard += Tell;
    }

    public async ValueTask<EmptyResult> SubscribeAsync(RequestContext<SubscribeRequestParams> request, CancellationToken cancellationToken)
    {
        var served = request.Params?.Uri ?? "";
        if (sessions.Of(request.Server.SessionId) is { } session && !session.Watches(served))
        {
            session.Keep(served, await WatchAsync(Caller.Of(request), request, served, cancellationToken).ConfigureAwait(false));
        }

        return new EmptyResult();
    }

    public ValueTask<EmptyResult> UnsubscribeAsync(RequestContext<UnsubscribeRequestParams> request, CancellationToken cancellationToken)
    {
        sessions.Of(request.Server.SessionId)?.Leave(request.Params?.Uri ?? "");
        return ValueTask.FromResult(new EmptyResult());
    }

    /// <summary>Begins to watch; what comes back ends it.</summary>
    /// <exception cref="McpProtocolException">It can't be watched by this caller, with the reason.</exception>
    public async Task<Action> WatchAsync<T>(Caller caller, RequestContext<T> request, string served, CancellationToken cancellationToken)
        where T : RequestParams
    {
        if (ServedAddress.Read(caller.View, served) is not { } address || upstreams?.All.GetValueOrDefault(address.Server) is not { } held)
        {
            throw new McpProtocolException("There is no resource of this address. List the resources again.", McpErrorCode.InvalidParams);
        }

        try
        {
            await reading.ReadAsync(caller, request, address.Server, address.Uri, cancellationToken).ConfigureAwait(false);
            await held.Upstream.Watch.AddAsync(address.Uri, await held.Upstream.SessionAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (InputRequiredException)
        {
            // Only reading itself may answer so.
            throw new McpProtocolException("The server wants input before it gives this resource, so it can't be watched. Read it.", McpErrorCode.InvalidRequest);
        }
        catch (UpstreamDownException e)
        {
            throw new McpProtocolException($"The server '{address.Server}' can't be used: {e.Message}", McpErrorCode.InternalError);
        }

        return () => held.Upstream.Watch.Remove(address.Uri, held.Upstream.Live);
    }

    /// <summary>What one caller is told of news, as a message; null when they are not for it.</summary>
    public JsonRpcNotification? Message(Told told, Core.Principals.Principal principal, Views.ToolView view)
    {
        var (door, method) = told.Kind switch
        {
            NewsKind.Prompts => (UpstreamReads.Prompt, NotificationMethods.PromptListChangedNotification),
            NewsKind.Resources => (UpstreamReads.Resource, NotificationMethods.ResourceListChangedNotification),
            _ => (UpstreamReads.Resource, NotificationMethods.ResourceUpdatedNotification),
        };
        // Prompts that are gone were seen before: who sees none now may have.
        return told.Kind == NewsKind.Prompts || passing.Visible(principal, view, door).Any(held => held.Name == told.Server)
            ? new JsonRpcNotification { Method = method, Params = told.Uri is { } uri ? new JsonObject { ["uri"] = ServedAddress.Of(view, told.Server, uri) } : null }
            : null;
    }

    private void Tell(Told told)
    {
        foreach (var session in sessions.All)
        {
            if ((told.Uri is not { } uri || session.Watches(ServedAddress.Of(session.View, told.Server, uri))) && Message(told, session.Principal, session.View) is { } message)
            {
                _ = session.TellAsync(message);
            }
        }
    }
}
