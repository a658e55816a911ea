using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.Chat;

/// <summary>
/// Writes the events of all conversations and wakes those who watch. One writer takes whatever has gathered while it was writing, so the cost of making
/// events durable is shared by all who stream at that moment. Nobody sees an event that a restart could take back.
/// </summary>
internal sealed partial class EventJournal(IConversations conversations, TimeProvider clock, ILogger<EventJournal> log) : BackgroundService
{
    private const int MostInOneWrite = 512;
    private const int MostLastIds = 1024;
    private const int AttemptsWhileStopping = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Bounded: when the disk can't keep up, turns wait here instead of filling the memory.
    private readonly Channel<Entry> queue = Channel.CreateBounded<Entry>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly Watchers watchers = new();
    private readonly Dictionary<SessionId, long> lastIds = [];

    /// <summary>How many conversations are watched now.</summary>
    public int Watched => watchers.Count;

    /// <summary>Hands an event to the writer; it is written soon after, in the order in which events were handed over.</summary>
    public ValueTask WriteAsync(Turn turn, string kind, string json, CancellationToken cancellationToken) =>
        queue.Writer.WriteAsync(new Entry(turn, kind, json, null), cancellationToken);

    /// <summary>Hands over an event that nobody misses: it is dropped when the writer can't keep up.</summary>
    public bool TryWrite(Turn turn, string kind, string json) => queue.Writer.TryWrite(new Entry(turn, kind, json, null));

    /// <summary>Hands over a piece of text; pieces that wait together become one event.</summary>
    public ValueTask WriteTextAsync(Turn turn, string text, CancellationToken cancellationToken) =>
        queue.Writer.WriteAsync(new Entry(turn, EventKind.Token, null, text), cancellationToken);

    /// <summary>The events of a conversation after the given id, and then those that come, until cancelled.</summary>
    public async IAsyncEnumerable<TurnEvent> FollowAsync(SessionId session, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watcher = watchers.Join(session);
        while (true)
        {
            // Taken before the read: an event that is written in between wakes us at once.
            var changed = watcher.Changed;
            var events = await conversations.EventsAsync(session, after, cancellationToken).ConfigureAwait(false);
            foreach (var item in events)
            {
                after = item.Id;
                yield return item;
            }

            if (events.Count == 0)
            {
                await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Entry>();
        // On stop the queue is completed and emptied: what was said is written before the host ends.
        await using var stop = stoppingToken.Register(() => queue.Writer.TryComplete());
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < MostInOneWrite && queue.Reader.TryRead(out var entry))
            {
                Gather(batch, entry);
            }

            await WriteAsync(batch, stoppingToken).ConfigureAwait(false);
        }
    }

    private static void Gather(List<Entry> batch, Entry entry)
    {
        if (entry.Text is not null && batch.Count > 0 && batch[^1] is { Text: { } before } last && last.Turn.Id == entry.Turn.Id)
        {
            batch[^1] = last with { Text = before + entry.Text };
        }
        else
        {
            batch.Add(entry);
        }
    }

    private async Task WriteAsync(List<Entry> batch, CancellationToken stopping)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await conversations.AddEventsAsync(await NumberAsync(batch).ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false);
                break;
            }
            catch (Exception e)
            {
                // Nothing is dropped: writers wait until the store is back. Only a host that stops can't wait for ever.
                NotWritten(log, batch.Count, attempt, e);
                lastIds.Clear();
                if (stopping.IsCancellationRequested && attempt >= AttemptsWhileStopping)
                {
                    Lost(log, batch.Count);
                    return;
                }

                await Task.Delay(Pause, clock, CancellationToken.None).ConfigureAwait(false);
            }
        }

        foreach (var entry in batch)
        {
            lastIds[entry.Turn.Session]++;
        }

        foreach (var session in batch.Select(entry => entry.Turn.Session).Distinct())
        {
            watchers.Wake(session);
        }

        // Only a saving of reads; it need not remember every conversation there ever was.
        if (lastIds.Count > MostLastIds)
        {
            lastIds.Clear();
        }
    }

    private async Task<List<TurnEvent>> NumberAsync(List<Entry> batch)
    {
        var next = new Dictionary<SessionId, long>();
        var events = new List<TurnEvent>(batch.Count);
        foreach (var entry in batch)
        {
            var session = entry.Turn.Session;
            if (!lastIds.TryGetValue(session, out var last))
            {
                lastIds[session] = last = await conversations.LastEventAsync(session, CancellationToken.None).ConfigureAwait(false);
            }

            next[session] = next.GetValueOrDefault(session, last) + 1;
            var json = entry.Json ?? JsonSerializer.Serialize(new TokenEvent(entry.Text ?? ""), ChatJson.Readable.TokenEvent);
            events.Add(new TurnEvent(session, entry.Turn.Id, next[session], entry.Kind, json));
        }

        return events;
    }

    [LoggerMessage(LogLevel.Error, "{Count} chat events could not be written (attempt {Attempt}); trying again")]
    private static partial void NotWritten(ILogger log, int count, int attempt, Exception cause);

    [LoggerMessage(LogLevel.Error, "{Count} chat events are lost: the store did not come back before the host stopped. The conversation itself is kept")]
    private static partial void Lost(ILogger log, int count);

    private sealed record Entry(Turn Turn, string Kind, string? Json, string? Text);
}
