using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Conversations;
using Microsoft.Data.Sqlite;
using static Harombe.Tests.Conversations.ConversationsOnDisk;

namespace Harombe.Tests.Conversations;

public sealed class CallTests : IDisposable
{
    private readonly ConversationsOnDisk disk = new();

    private IConversations Conversations => disk.Conversations;

    public void Dispose() => disk.Dispose();

    [Fact]
    public async Task Calls_are_open_from_the_moment_they_are_asked_for_until_they_are_answered_in_the_order_asked()
    {
        var turn = await disk.BeginAsync();
        RequestedCall first = Call(), second = Call("web__fetch"), third = Call();
        await disk.AskAsync(turn, first, second);
        await disk.AskAsync(turn, third);
        await Conversations.AddAsync(turn, Answer(second), CancellationToken.None);
        Assert.Equal(
            [Line(new OpenCall(first, null)), Line(new OpenCall(third, null))],
            (await disk.OpenAgain().OpenCallsAsync(turn.Id, CancellationToken.None)).Select(Line));
    }

    [Fact]
    public async Task The_second_answer_to_a_call_is_ignored()
    {
        var turn = await disk.BeginAsync();
        var call = Call();
        await disk.AskAsync(turn, call);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
            await Conversations.AddAsync(turn, Answer(call, $"answer {i}"), CancellationToken.None))));
        await Conversations.AddAsync(turn, Answer(call, "late"), CancellationToken.None);
        var answer = Assert.Single((await Conversations.MessagesAsync(turn.Session, CancellationToken.None)).OfType<Message.ToolAnswer>());
        Assert.NotEqual("late", answer.Text);
        Assert.Empty(await Conversations.OpenCallsAsync(turn.Id, CancellationToken.None));
    }

    [Fact]
    public async Task An_answer_that_nobody_asked_for_is_a_bug()
    {
        var turn = await disk.BeginAsync();
        var other = await disk.BeginAsync();
        var call = Call();
        await disk.AskAsync(other, call);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Conversations.AddAsync(turn, Answer(call), CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Conversations.AddAsync(turn, Answer(Call()), CancellationToken.None));
        Assert.Single(await Conversations.MessagesAsync(turn.Session, CancellationToken.None));
        Assert.Single(await Conversations.OpenCallsAsync(other.Id, CancellationToken.None));
    }

    [Theory]
    [InlineData(TurnState.Done)]
    [InlineData(TurnState.Failed)]
    [InlineData(TurnState.Cancelled)]
    public async Task What_the_model_asks_for_after_the_end_of_its_turn_is_turned_away(TurnState ended)
    {
        var turn = await disk.BeginAsync();
        await Conversations.SetStateAsync(turn.Id, ended, [], CancellationToken.None);
        Assert.False(await Conversations.AddAsync(turn, new Message.Assistant("Let me delete that.", [Call()]), CancellationToken.None));
        Assert.Single(await Conversations.MessagesAsync(turn.Session, CancellationToken.None));
        Assert.Empty(await Conversations.OpenCallsAsync(turn.Id, CancellationToken.None));
    }

    [Fact]
    public async Task An_answer_after_the_end_of_its_turn_is_kept_and_stands_before_the_next_turn()
    {
        var turn = await disk.BeginAsync("first");
        var call = Call();
        await disk.AskAsync(turn, call);
        await Conversations.SetStateAsync(turn.Id, TurnState.Cancelled, [], CancellationToken.None);
        await disk.BeginAsync(turn.Session, "second");
        await Conversations.AddAsync(turn, Answer(call, "It ran all the same."), CancellationToken.None);
        Assert.Collection(
            await Conversations.MessagesAsync(turn.Session, CancellationToken.None),
            message => Assert.Equal("first", Assert.IsType<Message.User>(message).Text),
            message => Assert.Single(Assert.IsType<Message.Assistant>(message).Calls),
            message => Assert.Equal("It ran all the same.", Assert.IsType<Message.ToolAnswer>(message).Text),
            message => Assert.Equal("second", Assert.IsType<Message.User>(message).Text));
    }

    [Fact]
    public async Task A_call_whose_id_was_used_before_is_an_error_and_nothing_of_its_message_stays()
    {
        var turn = await disk.BeginAsync();
        var call = Call();
        await disk.AskAsync(turn, call);
        await Assert.ThrowsAsync<SqliteException>(async () =>
            await Conversations.AddAsync(turn, new Message.Assistant("again", [Call(), call]), CancellationToken.None));
        Assert.Single(await Conversations.OpenCallsAsync(turn.Id, CancellationToken.None));
        Assert.Equal(2, (await Conversations.MessagesAsync(turn.Session, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_parked_call_leads_from_its_approval_to_its_turn_after_a_restart()
    {
        var turn = await disk.BeginAsync();
        await disk.BeginAsync();
        RequestedCall parked = Call(), other = Call();
        await disk.AskAsync(turn, parked, other);
        var approval = ApprovalId.New();
        await Conversations.ParkAsync(turn, parked.Id, approval, CancellationToken.None);
        await Conversations.SetStateAsync(turn.Id, TurnState.Waiting, [], CancellationToken.None);
        var restarted = disk.OpenAgain();
        Assert.Equal(turn with { State = TurnState.Waiting }, await restarted.FindTurnWaitingForAsync(approval, CancellationToken.None));
        Assert.Null(await restarted.FindTurnWaitingForAsync(ApprovalId.New(), CancellationToken.None));
        Assert.Equal(
            [approval, (ApprovalId?)null],
            (await restarted.OpenCallsAsync(turn.Id, CancellationToken.None)).Select(call => call.Approval));
    }

    [Fact]
    public async Task Nobody_waits_for_an_approval_once_its_call_is_answered()
    {
        var (turn, call, approval) = await ParkedAsync();
        await Conversations.AddAsync(turn, Answer(call), CancellationToken.None);
        Assert.Null(await Conversations.FindTurnWaitingForAsync(approval, CancellationToken.None));
        await Conversations.ParkAsync(turn, call.Id, approval, CancellationToken.None);
        Assert.Null(await Conversations.FindTurnWaitingForAsync(approval, CancellationToken.None));
        Assert.Empty(await Conversations.OpenCallsAsync(turn.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_waits_for_an_approval_once_the_turn_is_cancelled()
    {
        var (turn, _, approval) = await ParkedAsync();
        await Conversations.SetStateAsync(turn.Id, TurnState.Cancelled, [], CancellationToken.None);
        Assert.Null(await Conversations.FindTurnWaitingForAsync(approval, CancellationToken.None));
    }

    [Fact]
    public async Task A_call_that_is_asked_about_again_waits_for_the_new_approval_only()
    {
        var (turn, call, expired) = await ParkedAsync();
        var approval = ApprovalId.New();
        await Conversations.ParkAsync(turn, call.Id, approval, CancellationToken.None);
        Assert.Null(await Conversations.FindTurnWaitingForAsync(expired, CancellationToken.None));
        Assert.Equal(turn, await Conversations.FindTurnWaitingForAsync(approval, CancellationToken.None));
    }

    [Fact]
    public async Task A_call_that_nobody_asked_for_cannot_be_parked()
    {
        var turn = await disk.BeginAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await Conversations.ParkAsync(turn, Call().Id, ApprovalId.New(), CancellationToken.None));
    }

    [Theory]
    [InlineData("""{"path":"a.txt","depth":1.50,"big":12345678901234567890}""", "numbers as written")]
    [InlineData("null", "null is JSON")]
    [InlineData(null, "no JSON is not null")]
    [InlineData("\"a string\"", "not an object, which is not ours to judge")]
    [InlineData("""{"a":1,"a":2}""", "a member twice")]
    [InlineData("""{"a":"\ud800"}""", "half a character, written as an escape")]
    [InlineData("""{"a":"\u0000"}""", "a zero character, written as an escape")]
    public async Task Arguments_come_back_as_the_model_sent_them(string? arguments, string because)
    {
        var turn = await disk.BeginAsync();
        await disk.AskAsync(turn, Call(arguments: arguments));
        var open = Assert.Single(await disk.OpenAgain().OpenCallsAsync(turn.Id, CancellationToken.None));
        Assert.True(arguments == open.Call.Arguments?.GetRawText(), because);
    }

    [Fact]
    public async Task Arguments_that_a_lenient_parser_let_pass_do_not_lock_the_conversation()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 500)) + "1, // one\n" + string.Concat(Enumerable.Repeat("]", 500));
        var options = new JsonDocumentOptions { MaxDepth = 1000, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
        var turn = await disk.BeginAsync();
        await disk.AskAsync(turn, Call() with { Arguments = JsonElement.Parse(deep, options) });
        var open = Assert.Single(await Conversations.OpenCallsAsync(turn.Id, CancellationToken.None));
        Assert.Equal(deep, open.Call.Arguments?.GetRawText());
        Assert.Equal(2, (await Conversations.MessagesAsync(turn.Session, CancellationToken.None)).Count);
    }

    private async Task<(Turn Turn, RequestedCall Call, ApprovalId Approval)> ParkedAsync()
    {
        var turn = await disk.BeginAsync();
        var call = Call();
        await disk.AskAsync(turn, call);
        var approval = ApprovalId.New();
        await Conversations.ParkAsync(turn, call.Id, approval, CancellationToken.None);
        Assert.Equal(turn, await Conversations.FindTurnWaitingForAsync(approval, CancellationToken.None));
        return (turn, call, approval);
    }
}
