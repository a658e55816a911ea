using System.Text;
using Harombe.Core.Conversations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Harombe.Agent.Chat;

/// <summary>Server-sent events (WHATWG HTML, 9.2). Each carries its id, so that a client that was cut off goes on with Last-Event-ID.</summary>
internal static class EventStream
{
    /// <summary>Writes events until the turn stands still.</summary>
    /// <param name="http">The response to write to.</param>
    /// <param name="events">The events.</param>
    /// <param name="turn">Only this turn's; null for all.</param>
    /// <param name="untilEnded">Stay while people are asked, and end with the turn; otherwise end when it waits, so that no socket is held.</param>
    public static async Task WriteAsync(HttpContext http, IAsyncEnumerable<TurnEvent> events, TurnId? turn, bool untilEnded)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await foreach (var item in events.WithCancellation(http.RequestAborted).ConfigureAwait(false))
            {
                if (turn is { } only && item.Turn != only)
                {
                    continue;
                }

                await http.Response.WriteAsync($"id: {item.Id}\nevent: {item.Kind}\ndata: {item.Json}\n\n", Encoding.UTF8, http.RequestAborted).ConfigureAwait(false);
                await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
                if (item.Kind == EventKind.Done && !(untilEnded && ReplyBuilder.StateOf(item) == "waiting"))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The reader has gone; the turn goes on without it.
        }
    }
}
