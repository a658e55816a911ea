using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;

namespace Harombe.Agent.Chat;

/// <summary>Numbers the events of each conversation, from 1 and without a hole. What it remembers is only a saving of reads. Used by one writer; not thread-safe.</summary>
internal sealed class EventNumbers(IConversations conversations)
{
    private const int MostRemembered = 1024;

    private readonly Dictionary<SessionId, long> lastIds = [];

    /// <summary>The entries as events with the numbers that come next; they count once they are kept.</summary>
    public async Task<IReadOnlyList<TurnEvent>> GiveAsync(IReadOnlyList<JournalEntry> entries)
    {
        var next = new Dictionary<SessionId, long>();
        var events = new List<TurnEvent>(entries.Count);
        foreach (var entry in entries)
        {
            var session = entry.Turn.Session;
            if (!lastIds.TryGetValue(session, out var last))
            {
                lastIds[session] = last = await conversations.LastEventAsync(session, CancellationToken.None).ConfigureAwait(false);
            }

            var id = next[session] = next.GetValueOrDefault(session, last) + 1;
            events.Add(entry switch
            {
                JournalEntry.Said said => new TurnEvent(session, said.Turn.Id, id, said.Kind, said.Json),
                JournalEntry.Text text => new TurnEvent(
                    session, text.Turn.Id, id, EventKind.Token, JsonSerializer.Serialize(new TokenEvent(text.Piece), ChatJson.Readable.TokenEvent)),
                _ => throw new InvalidOperationException($"{entry.GetType().Name} is no event."),
            });
        }

        return events;
    }

    /// <summary>The events are in the store.</summary>
    public void Keep(IReadOnlyList<TurnEvent> events)
    {
        foreach (var item in events)
        {
            lastIds[item.Session] = item.Id;
        }

        // It need not remember every conversation there ever was.
        if (lastIds.Count > MostRemembered)
        {
            Forget();
        }
    }

    /// <summary>Reads again what is in the store: a write may have failed in any way.</summary>
    public void Forget() => lastIds.Clear();
}
