using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;

namespace Harombe.Host.Commands.Chat;

/// <summary>An event of a conversation as it came over the wire.</summary>
/// <param name="Id">To go on after it; null when the host gave none.</param>
/// <param name="Kind">One of the host's event names.</param>
/// <param name="Json">Its content.</param>
internal sealed record ChatEvent(string? Id, string Kind, string Json);

/// <summary>Reads server-sent events.</summary>
internal static class ChatEvents
{
    /// <summary>The events until the stream ends. A last event that isn't ended by a blank line was cut off and is left out.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async IAsyncEnumerable<ChatEvent> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parser = SseParser.Create(stream, static (_, bytes) => Encoding.UTF8.GetString(bytes));
        await foreach (var item in parser.EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return new ChatEvent(item.EventId ?? (parser.LastEventId.Length > 0 ? parser.LastEventId : null), item.EventType, item.Data);
        }
    }
}
