using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using static Harombe.Tests.Conversations.ConversationsOnDisk;

namespace Harombe.Tests.Conversations;

public sealed class TurnTests : IDisposable
{
    private readonly ConversationsOnDisk disk = new();

    private IConversations Conversations => disk.Conversations;

    public void Dispose() => disk.Dispose();

    [Fact]
    public async Task A_conversation_is_found_by_its_own_principal_and_nobody_else()
    {
        var started = await Conversations.StartAsync(Owner, CancellationToken.None);
        Assert.Equal(started, await disk.OpenAgain().FindAsync(started.Id, Owner, CancellationToken.None));
        Assert.Null(await Conversations.FindAsync(started.Id, new PrincipalId("ide"), CancellationToken.None));
        Assert.Null(await Conversations.FindAsync(SessionId.New(), Owner, CancellationToken.None));
    }

    [Fact]
    public async Task Conversations_are_listed_newest_first_even_when_the_clock_went_back()
    {
        var ids = new List<SessionId>();
        for (var i = 0; i < 4; i++)
        {
            ids.Insert(0, (await Conversations.StartAsync(Owner, CancellationToken.None)).Id);
            disk.Time.AdjustTime(disk.Time.GetUtcNow().AddMinutes(-1));
        }

        await Conversations.StartAsync(new PrincipalId("ide"), CancellationToken.None);
        Assert.Equal(ids, (await Conversations.ListAsync(Owner, 10, CancellationToken.None)).Select(conversation => conversation.Id));
        Assert.Equal(ids[..2], (await Conversations.ListAsync(Owner, 2, CancellationToken.None)).Select(conversation => conversation.Id));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Conversations.ListAsync(Owner, 0, CancellationToken.None));
    }

    [Fact]
    public async Task A_turn_begins_running_with_its_message_and_reads_back_as_it_was_returned()
    {
        var turn = await disk.BeginAsync("What is in a.txt?");
        Assert.Equal((TurnState.Running, Owner), (turn.State, turn.Principal));
        var again = disk.OpenAgain();
        Assert.Equal(turn, await again.FindTurnAsync(turn.Id, CancellationToken.None));
        Assert.Equal(["user user/private: What is in a.txt?"], (await again.MessagesAsync(turn.Session, CancellationToken.None)).Select(Line));
    }

    [Theory]
    [InlineData(TurnState.Running)]
    [InlineData(TurnState.Waiting)]
    public async Task No_turn_begins_while_another_of_the_conversation_is_open(TurnState state)
    {
        var turn = await disk.BeginAsync();
        Assert.True(await Conversations.SetStateAsync(turn.Id, state, [], CancellationToken.None));
        Assert.Null(await Conversations.BeginTurnAsync(turn.Session, new("second", Label.OfUser), CancellationToken.None));
        Assert.Single(await Conversations.MessagesAsync(turn.Session, CancellationToken.None));
        await disk.BeginAsync();
    }

    [Fact]
    public async Task Of_fifty_turns_begun_at_once_over_two_hosts_exactly_one_begins()
    {
        var session = (await Conversations.StartAsync(Owner, CancellationToken.None)).Id;
        IConversations[] hosts = [Conversations, disk.OpenAgain()];
        var begun = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
            await hosts[i % 2].BeginTurnAsync(session, new($"message {i}", Label.OfUser), CancellationToken.None))));
        var turn = Assert.Single(begun.OfType<Turn>());
        Assert.Equal([turn], await Conversations.OpenTurnsAsync(CancellationToken.None));
        Assert.Single(await Conversations.MessagesAsync(session, CancellationToken.None));
    }

    [Fact]
    public async Task A_turn_of_a_conversation_that_does_not_exist_is_a_bug() =>
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await Conversations.BeginTurnAsync(SessionId.New(), new("hello", Label.OfUser), CancellationToken.None));

    public static TheoryData<TurnState, TurnState> AfterTheEnd()
    {
        var pairs = new TheoryData<TurnState, TurnState>();
        foreach (var ended in (TurnState[])[TurnState.Done, TurnState.Failed, TurnState.Cancelled])
        {
            foreach (var next in (TurnState[])[TurnState.Running, TurnState.Waiting, TurnState.Done, TurnState.Failed, TurnState.Cancelled])
            {
                pairs.Add(ended, next);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(AfterTheEnd))]
    public async Task A_turn_that_has_ended_stays_as_it_ended(TurnState ended, TurnState next)
    {
        var turn = await disk.BeginAsync();
        Assert.True(await Conversations.SetStateAsync(turn.Id, TurnState.Waiting, [], CancellationToken.None));
        Assert.True(await Conversations.SetStateAsync(turn.Id, ended, [], CancellationToken.None));
        Assert.False(await Conversations.SetStateAsync(turn.Id, next, [], CancellationToken.None));
        Assert.Equal(ended, (await disk.OpenAgain().FindTurnAsync(turn.Id, CancellationToken.None))?.State);
        await disk.BeginAsync(turn.Session, "The next turn may begin.");
    }

    [Fact]
    public async Task A_turn_ends_once_however_many_end_it()
    {
        var turn = await disk.BeginAsync();
        var ended = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
            await Conversations.SetStateAsync(turn.Id, i % 2 == 0 ? TurnState.Done : TurnState.Cancelled, [], CancellationToken.None))));
        Assert.Single(ended, true);
    }

    [Fact]
    public async Task A_turn_cannot_be_moved_to_an_unknown_state_and_an_unknown_turn_cannot_be_moved()
    {
        var turn = await disk.BeginAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
            await Conversations.SetStateAsync(turn.Id, TurnState.Unknown, [], CancellationToken.None));
        Assert.False(await Conversations.SetStateAsync(TurnId.New(), TurnState.Done, [], CancellationToken.None));
        Assert.Null(await Conversations.FindTurnAsync(TurnId.New(), CancellationToken.None));
    }

    [Fact]
    public async Task A_restarted_host_finds_every_turn_that_has_not_ended_oldest_first()
    {
        var first = await disk.BeginAsync();
        var ended = await disk.BeginAsync();
        var waiting = await disk.BeginAsync();
        await Conversations.SetStateAsync(ended.Id, TurnState.Failed, [], CancellationToken.None);
        await Conversations.SetStateAsync(waiting.Id, TurnState.Waiting, [], CancellationToken.None);
        Assert.Equal([first, waiting with { State = TurnState.Waiting }], await disk.OpenAgain().OpenTurnsAsync(CancellationToken.None));
    }
}
