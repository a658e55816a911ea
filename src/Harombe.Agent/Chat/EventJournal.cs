using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.Chat;

/// <summary>
/// Writes the events of all conversations and hands them to those who watch. One writer takes whatever has gathered while it was writing, so the cost of making
/// events durable is shared by all who stream at that moment. Nobody sees an event that a restart could take back. Thread-safe.
/// </summary>
internal sealed partial class EventJournal(IConversations conversations, TimeProvider clock, ILogger<EventJournal> log) : BackgroundService
{
    private const int MostInOneWrite = 512;
    private const int AttemptsWhileStopping = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Bounded: when the disk can't keep up, turns wait here instead of filling the memory.
    private readonly Channel<JournalEntry> queue = Channel.CreateBounded<JournalEntry>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly Watchers watchers = new();
    private readonly EventNumbers numbers = new(conversations);

    /// <summary>How many conversations are watched now.</summary>
    public int Watched => watchers.Count;

    /// <summary>Hands an event to the writer; it is written soon after, in the order in which events were handed over.</summary>
    public ValueTask WriteAsync(Turn turn, string kind, string json, CancellationToken cancellationToken) =>
        queue.Writer.WriteAsync(new JournalEntry.Said(turn, kind, json), cancellationToken);

    /// <summary>Hands over an event that nobody misses: it is dropped when the writer can't keep up.</summary>
    public bool TryWrite(Turn turn, string kind, string json) => queue.Writer.TryWrite(new JournalEntry.Said(turn, kind, json));

    /// <summary>Hands over a piece of text; pieces that wait together become one event.</summary>
    public ValueTask WriteTextAsync(Turn turn, string text, CancellationToken cancellationToken) =>
        queue.Writer.WriteAsync(new JournalEntry.Text(turn, text), cancellationToken);

    /// <summary>
    /// Moves the turn on, behind all that was handed over of it, and tells of that: both or neither. Returns once it is durable; false when the turn had ended
    /// already, and then nothing is told. Cancelled, it may happen or not.
    /// </summary>
    /// <exception cref="ChannelClosedException">The host stops; the turn stays as it is and goes on at the next start.</exception>
    public async ValueTask<bool> SettleAsync(Turn turn, TurnState state, IReadOnlyList<(string Kind, string Json)> told, CancellationToken cancellationToken)
    {
        var entry = new JournalEntry.Settled(turn, state, [.. told.Select(one => new JournalEntry.Said(turn, one.Kind, one.Json))]);
        await queue.Writer.WriteAsync(entry, cancellationToken).ConfigureAwait(false);
        return await entry.Moved.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The events of a conversation after the given id, and then those that come, until cancelled.</summary>
    public async IAsyncEnumerable<TurnEvent> FollowAsync(SessionId session, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Joined before the first read: an event that is written in between is handed over as well, and is known by its number.
        using var watcher = watchers.Join(session);
        IReadOnlyList<TurnEvent> events = await conversations.EventsAsync(session, after, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            foreach (var item in events.SkipWhile(item => item.Id <= after))
            {
                after = item.Id;
                yield return item;
            }

            var known = after;
            events = await watcher.NextAsync(cancellationToken).ConfigureAwait(false);
            if (events.FirstOrDefault(item => item.Id > known) is { } first && first.Id > known + 1)
            {
                events = await conversations.EventsAsync(session, after, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<JournalEntry>();
        // On stop the queue is completed and emptied: what was said is written before the host ends.
        await using var stop = stoppingToken.Register(() => queue.Writer.TryComplete());
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            batch.Clear();
            JournalEntry.Settled? settled = null;
            while (settled is null && batch.Count < MostInOneWrite && queue.Reader.TryRead(out var entry))
            {
                settled = entry as JournalEntry.Settled;
                Gather(batch, entry);
            }

            await TellAsync(batch, stoppingToken).ConfigureAwait(false);
            if (settled is not null)
            {
                await SettleAsync(settled, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private static void Gather(List<JournalEntry> batch, JournalEntry entry)
    {
        if (entry is JournalEntry.Text text && batch.Count > 0 && batch[^1] is JournalEntry.Text last && last.Turn.Id == entry.Turn.Id)
        {
            batch[^1] = last with { Piece = last.Piece + text.Piece };
        }
        else if (entry is not JournalEntry.Settled)
        {
            batch.Add(entry);
        }
    }

    private async Task TellAsync(List<JournalEntry> batch, CancellationToken stopping)
    {
        if (batch.Count > 0)
        {
            await PersistAsync(batch.Count, async () =>
            {
                var events = await numbers.GiveAsync(batch).ConfigureAwait(false);
                await conversations.AddEventsAsync(events, CancellationToken.None).ConfigureAwait(false);
                Show(events);
            }, stopping).ConfigureAwait(false);
        }
    }

    private async Task SettleAsync(JournalEntry.Settled entry, CancellationToken stopping)
    {
        var kept = await PersistAsync(entry.Told.Length, async () =>
        {
            var events = await numbers.GiveAsync(entry.Told).ConfigureAwait(false);
            var moved = await conversations.SetStateAsync(entry.Turn.Id, entry.State, events, CancellationToken.None).ConfigureAwait(false);
            Show(moved ? events : []);
            entry.Moved.TrySetResult(moved);
        }, stopping).ConfigureAwait(false);
        if (!kept)
        {
            entry.Moved.TrySetException(new ChannelClosedException());
        }
    }

    // Nothing is dropped: writers wait until the store is back. Only a host that stops can't wait for ever.
    private async Task<bool> PersistAsync(int count, Func<Task> write, CancellationToken stopping)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await write().ConfigureAwait(false);
                return true;
            }
            catch (Exception e)
            {
                NotWritten(log, count, attempt, e);
                numbers.Forget();
                if (stopping.IsCancellationRequested && attempt >= AttemptsWhileStopping)
                {
                    Lost(log, count);
                    return false;
                }

                await Task.Delay(Pause, clock, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private void Show(IReadOnlyList<TurnEvent> events)
    {
        numbers.Keep(events);
        watchers.Show(events);
    }

    [LoggerMessage(LogLevel.Error, "{Count} chat events could not be written (attempt {Attempt}); trying again")]
    private static partial void NotWritten(ILogger log, int count, int attempt, Exception cause);

    [LoggerMessage(LogLevel.Error, "{Count} chat events are lost: the store did not come back before the host stopped. The conversation itself is kept")]
    private static partial void Lost(ILogger log, int count);
}
