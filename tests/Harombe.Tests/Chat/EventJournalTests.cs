using Harombe.Agent.Chat;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Tests.Conversations;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harombe.Tests.Chat;

public sealed class EventJournalTests : IDisposable
{
    private readonly ConversationsOnDisk disk = new();

    [Fact]
    public async Task Events_are_numbered_in_the_order_in_which_they_were_handed_over()
    {
        var (one, two) = (await disk.BeginAsync(), await disk.BeginAsync());
        using var journal = Journal(disk.Conversations);
        for (var i = 0; i < 50; i++)
        {
            await journal.WriteAsync(one, "a", $"{i}", CancellationToken.None);
            await journal.WriteAsync(two, "b", $"{i}", CancellationToken.None);
        }

        await journal.StartAsync(CancellationToken.None);
        await ReadAsync(journal, one, 50);
        await journal.StopAsync(CancellationToken.None);

        foreach (var turn in new[] { one, two })
        {
            var events = await disk.Conversations.EventsAsync(turn.Session, 0, CancellationToken.None);
            Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), events.Select(item => item.Json));
            Assert.Equal(Enumerable.Range(1, 50).Select(i => (long)i), events.Select(item => item.Id));
        }
    }

    [Fact]
    public async Task Pieces_that_wait_together_become_one_event()
    {
        var turn = await disk.BeginAsync();
        using var journal = Journal(disk.Conversations);
        foreach (var piece in new[] { "one ", "two ", "three" })
        {
            await journal.WriteTextAsync(turn, piece, CancellationToken.None);
        }

        await journal.WriteAsync(turn, "done", "{}", CancellationToken.None);
        await journal.WriteTextAsync(turn, "after", CancellationToken.None);
        await journal.StartAsync(CancellationToken.None);
        await ReadAsync(journal, turn, 3);
        await journal.StopAsync(CancellationToken.None);

        var events = await disk.Conversations.EventsAsync(turn.Session, 0, CancellationToken.None);
        Assert.Equal(["""token {"text":"one two three"}""", "done {}", """token {"text":"after"}"""], events.Select(item => $"{item.Kind} {item.Json}"));
    }

    [Fact]
    public async Task A_store_that_fails_loses_nothing()
    {
        var turn = await disk.BeginAsync();
        var store = HeldStore.Around(disk.Conversations, out var held);
        held.Failures = 3;
        using var journal = Journal(store);
        await journal.StartAsync(CancellationToken.None);
        await journal.WriteAsync(turn, "a", "1", CancellationToken.None);
        await journal.WriteAsync(turn, "a", "2", CancellationToken.None);
        var reading = ReadAsync(journal, turn, 2);
        while (!reading.IsCompleted)
        {
            // The pause between two attempts is on this clock.
            disk.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(["1", "2"], (await reading).Select(item => item.Json));
        Assert.Equal(0, held.Failures);
        await journal.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Writers_wait_when_the_store_cannot_keep_up()
    {
        var turn = await disk.BeginAsync();
        var store = HeldStore.Around(disk.Conversations, out var held);
        held.Gate = new TaskCompletionSource();
        using var journal = Journal(store);
        await journal.StartAsync(CancellationToken.None);
        var handed = 0;
        ValueTask waiting;
        do
        {
            Assert.True(handed < 6_000, "nobody ever waits");
            waiting = journal.WriteAsync(turn, "a", $"{handed++}", CancellationToken.None);
        }
        while (waiting.IsCompleted);

        held.Gate.SetResult();
        await waiting;
        await journal.StopAsync(CancellationToken.None);

        Assert.Equal(handed, await disk.Conversations.LastEventAsync(turn.Session, CancellationToken.None));
    }

    [Fact]
    public async Task Many_who_watch_see_every_event_once_whenever_they_come_and_however_slow_they_are()
    {
        const int Events = 2_000;
        var turn = await disk.BeginAsync();
        using var journal = Journal(disk.Conversations);
        await journal.StartAsync(CancellationToken.None);
        var watching = Enumerable.Range(0, 20).Select(async number =>
        {
            await Task.Delay(number * 3);
            var seen = new List<long>();
            await foreach (var item in journal.FollowAsync(turn.Session, 0, CancellationToken.None).Take(Events))
            {
                seen.Add(item.Id);
                if (number % 4 == 0 && item.Id % 500 == 0)
                {
                    // Longer than what is kept for it takes to come: it has to go back to the store.
                    await Task.Delay(60);
                }
            }

            return seen;
        }).ToList();
        for (var i = 0; i < Events; i++)
        {
            await journal.WriteAsync(turn, "a", $"{i}", CancellationToken.None);
            if (i % 100 == 0)
            {
                await Task.Delay(1);
            }
        }

        foreach (var seen in await Task.WhenAll(watching))
        {
            Assert.Equal(Enumerable.Range(1, Events).Select(id => (long)id), seen);
        }

        await journal.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task One_who_can_not_keep_up_finds_the_gap_and_loses_no_more_than_its_place()
    {
        var turn = await disk.BeginAsync();
        var watchers = new Watchers();
        using var watcher = watchers.Join(turn.Session);
        for (var id = 1; id <= 300; id++)
        {
            watchers.Show([new TurnEvent(turn.Session, turn.Id, id, "a", "")]);
        }

        var kept = await watcher.NextAsync(CancellationToken.None);
        Assert.Equal(300, kept[^1].Id);
        Assert.True(kept.Count <= 256, $"{kept.Count} wait");
        Assert.Equal(kept.Select(item => item.Id), Enumerable.Range((int)kept[0].Id, kept.Count).Select(id => (long)id));
    }

    [Fact]
    public async Task A_conversation_is_forgotten_when_nobody_watches_it_any_more()
    {
        using var journal = Journal(disk.Conversations);
        for (var i = 0; i < 10; i++)
        {
            using var gone = new CancellationTokenSource();
            var watch = journal.FollowAsync(new SessionId($"ses_{i}"), 0, gone.Token).GetAsyncEnumerator();
            var next = watch.MoveNextAsync();
            Assert.Equal(1, journal.Watched);
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
            await watch.DisposeAsync();
        }

        Assert.Equal(0, journal.Watched);
    }

    public void Dispose() => disk.Dispose();

    private static async Task<List<TurnEvent>> ReadAsync(EventJournal journal, Turn turn, int count) =>
        await journal.FollowAsync(turn.Session, 0, CancellationToken.None).Take(count).ToListAsync();

    private EventJournal Journal(IConversations conversations) => new(conversations, disk.Time, NullLogger<EventJournal>.Instance);
}
