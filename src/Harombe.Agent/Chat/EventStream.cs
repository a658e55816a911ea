using System.Text;
using Harombe.Core.Conversations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Harombe.Agent.Chat;

/// <summary>Server-sent events (WHATWG HTML, 9.2). Each carries its id, so that a client that was cut off goes on with Last-Event-ID.</summary>
internal static class EventStream
{
    // Without an id: it is no event of the conversation. "retry" is how long a browser waits before it comes back by itself.
    private const string Stopping =
        "event: stopping\nretry: 5000\ndata: {\"rule\":\"host.stopping\",\"message\":\"The host stops; the turn goes on when it starts again.\",\"remedy\":\"Come back with Last-Event-ID.\"}\n\n";

    /// <summary>Writes events until the turn stands still, the reader goes away or the host stops.</summary>
    /// <param name="http">The response to write to.</param>
    /// <param name="events">The events.</param>
    /// <param name="isLast">Whether nothing is to be waited for behind an event.</param>
    /// <param name="cancellationToken">Ends it: the reader has gone, or the host stops.</param>
    /// <param name="stopping">The host stops: the reader is told so, and when to come back.</param>
    public static async Task WriteAsync(HttpContext http, IAsyncEnumerable<TurnEvent> events, Func<TurnEvent, ValueTask<bool>> isLast, CancellationToken cancellationToken, CancellationToken stopping = default)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            // At once: whoever watches a conversation in which nothing happens must see that it is connected.
            await http.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            await foreach (var item in events.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await http.Response.WriteAsync($"id: {item.Id}\nevent: {item.Kind}\ndata: {item.Json}\n\n", Encoding.UTF8, cancellationToken).ConfigureAwait(false);
                await http.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
                if (await isLast(item).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The turn goes on without the reader; one that comes back asks for what it missed.
            if (stopping.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.WriteAsync(Stopping, Encoding.UTF8, http.RequestAborted).ConfigureAwait(false);
            }
        }
    }
}
