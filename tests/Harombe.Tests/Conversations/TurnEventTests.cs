using System.Data.Common;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;

namespace Harombe.Tests.Conversations;

public sealed class TurnEventTests : IDisposable
{
    private readonly ConversationsOnDisk disk = new();

    private IConversations Conversations => disk.Conversations;

    public void Dispose() => disk.Dispose();

    [Fact]
    public async Task A_watcher_that_comes_back_gets_what_it_has_not_seen_in_order()
    {
        var turn = await disk.BeginAsync();
        await Conversations.AddEventsAsync([Event(turn, 1), Event(turn, 2), Event(turn, 3)], CancellationToken.None);
        await Conversations.AddEventsAsync([Event(turn, 4)], CancellationToken.None);
        var again = disk.OpenAgain();
        Assert.Equal([Event(turn, 3), Event(turn, 4)], await again.EventsAsync(turn.Session, 2, CancellationToken.None));
        Assert.Equal(4, (await again.EventsAsync(turn.Session, 0, CancellationToken.None)).Count);
        Assert.Empty(await again.EventsAsync(turn.Session, 4, CancellationToken.None));
        Assert.Equal(4, await again.LastEventAsync(turn.Session, CancellationToken.None));
    }

    [Fact]
    public async Task Every_conversation_counts_its_own_events_over_all_its_turns()
    {
        Turn one = await disk.BeginAsync(), other = await disk.BeginAsync();
        await Conversations.AddEventsAsync([Event(one, 1), Event(other, 1), Event(one, 2)], CancellationToken.None);
        await Conversations.SetStateAsync(one.Id, TurnState.Done, [], CancellationToken.None);
        var next = await disk.BeginAsync(one.Session);
        await Conversations.AddEventsAsync([Event(next, 3)], CancellationToken.None);
        Assert.Equal([Event(one, 2), Event(next, 3)], await Conversations.EventsAsync(one.Session, 1, CancellationToken.None));
        Assert.Equal(1, await Conversations.LastEventAsync(other.Session, CancellationToken.None));
        Assert.Equal(0, await Conversations.LastEventAsync(SessionId.New(), CancellationToken.None));
    }

    [Fact]
    public async Task A_turns_end_is_told_with_it_and_of_many_who_end_it_by_one()
    {
        var turn = await disk.BeginAsync();

        var ended = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
            await Conversations.SetStateAsync(turn.Id, TurnState.Done, [Event(turn, 1), Event(turn, 2)], CancellationToken.None))));

        Assert.Single(ended, moved => moved);
        Assert.Equal([Event(turn, 1), Event(turn, 2)], await Conversations.EventsAsync(turn.Session, 0, CancellationToken.None));
    }

    [Fact]
    public async Task A_turn_whose_end_can_not_be_told_does_not_end()
    {
        var turn = await disk.BeginAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await Conversations.SetStateAsync(turn.Id, TurnState.Done, [Event(turn, 7)], CancellationToken.None));

        Assert.Equal(TurnState.Running, (await Conversations.FindTurnAsync(turn.Id, CancellationToken.None))?.State);
        Assert.Empty(await Conversations.EventsAsync(turn.Session, 0, CancellationToken.None));
    }

    [Theory]
    [InlineData(new long[] { 2, 2 }, "the same id twice at once")]
    [InlineData(new long[] { 2, 1 }, "an id that was used before")]
    [InlineData(new long[] { 2, 4 }, "a hole")]
    [InlineData(new long[] { 0 }, "before the first")]
    [InlineData(new long[] { -1 }, "below zero")]
    public async Task Events_that_do_not_follow_the_last_one_are_an_error_and_none_of_them_stays(long[] ids, string because)
    {
        var turn = await disk.BeginAsync();
        await Conversations.AddEventsAsync([Event(turn, 1)], CancellationToken.None);
        var error = await Record.ExceptionAsync(async () => await Conversations.AddEventsAsync([.. ids.Select(id => Event(turn, id))], CancellationToken.None));
        Assert.True(error is InvalidOperationException, because);
        Assert.Equal([Event(turn, 1)], await Conversations.EventsAsync(turn.Session, 0, CancellationToken.None));
    }

    [Fact]
    public async Task An_event_of_a_turn_of_another_conversation_is_an_error()
    {
        Turn one = await disk.BeginAsync(), other = await disk.BeginAsync();
        await Assert.ThrowsAnyAsync<DbException>(async () =>
            await Conversations.AddEventsAsync([Event(one, 1) with { Turn = other.Id }], CancellationToken.None));
        Assert.Equal(0, await Conversations.LastEventAsync(one.Session, CancellationToken.None));
    }

    [Fact]
    public async Task No_events_are_no_error() => await Conversations.AddEventsAsync([], CancellationToken.None);

    private static TurnEvent Event(Turn turn, long id) => new(turn.Session, turn.Id, id, "token", $$"""{"text":"{{id}}"}""");
}
