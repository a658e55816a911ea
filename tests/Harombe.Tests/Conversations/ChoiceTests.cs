using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Labels;

namespace Harombe.Tests.Conversations;

/// <summary>What was chosen for a turn, and what came with its message, are there when it goes on after a restart.</summary>
public sealed class ChoiceTests : IDisposable
{
    private readonly ConversationsOnDisk disk = new();

    public void Dispose() => disk.Dispose();

    [Fact]
    public async Task The_choice_of_a_turn_comes_back()
    {
        var session = (await disk.Conversations.StartAsync(ConversationsOnDisk.Owner, CancellationToken.None)).Id;
        var choice = new TurnChoice
        {
            Agent = "research",
            Model = "local",
            Deferred = true,
            Ancestors = [new(SessionId.New(), TurnId.New(), null)],
            Request = JsonElement.Parse("""{"a":1}"""),
        };

        var begun = await disk.Conversations.BeginTurnAsync(session, [new Message.User("hi", Label.OfUser)], choice, CancellationToken.None);
        var found = await disk.Conversations.FindTurnAsync(begun!.Id, CancellationToken.None);

        Assert.Equal((choice.Agent, choice.Model, choice.Deferred), (found!.Choice.Agent, found.Choice.Model, found.Choice.Deferred));
        Assert.Equal(choice.Ancestors, found.Choice.Ancestors);
        Assert.Equal("""{"a":1}""", found.Choice.Request?.GetRawText());
        Assert.Equal(found.Id, (await disk.Conversations.LastTurnAsync(session, CancellationToken.None))!.Id);
    }

    [Fact]
    public async Task A_turn_of_before_there_was_a_choice_reads_as_the_default()
    {
        var session = (await disk.Conversations.StartAsync(ConversationsOnDisk.Owner, CancellationToken.None)).Id;
        var begun = await disk.Conversations.BeginTurnAsync(session, new Message.User("hi", Label.OfUser), CancellationToken.None);

        Assert.Equal(TurnChoice.Default, (await disk.Conversations.FindTurnAsync(begun!.Id, CancellationToken.None))!.Choice);
    }

    [Fact]
    public async Task Files_come_back_to_the_byte()
    {
        var session = (await disk.Conversations.StartAsync(ConversationsOnDisk.Owner, CancellationToken.None)).Id;
        byte[] bytes = [0, 1, 2, 255, 254];
        await disk.Conversations.BeginTurnAsync(session, new Message.User("look", Label.OfUser) { Attachments = [new("a.png", "image/png", bytes)] }, CancellationToken.None);

        var user = Assert.IsType<Message.User>(Assert.Single(await disk.Conversations.MessagesAsync(session, CancellationToken.None)));

        var file = Assert.Single(user.Attachments);
        Assert.Equal(("a.png", "image/png"), (file.Name, file.MediaType));
        Assert.Equal(bytes, file.Bytes.ToArray());
    }

    [Fact]
    public async Task A_turn_may_begin_with_a_history_that_a_client_brings_along()
    {
        var session = (await disk.Conversations.StartAsync(ConversationsOnDisk.Owner, CancellationToken.None)).Id;
        var call = ConversationsOnDisk.Call();
        IReadOnlyList<Message> history =
        [
            new Message.User("first", Label.OfClient), new Message.Assistant("", [call]), ConversationsOnDisk.Answer(call), new Message.Assistant("so", []), new Message.User("second", Label.OfUser),
        ];

        var turn = await disk.Conversations.BeginTurnAsync(session, history, TurnChoice.Default, CancellationToken.None);

        Assert.Empty(await disk.Conversations.OpenCallsAsync(turn!.Id, CancellationToken.None));
        Assert.Equal(history.Select(message => message.GetType()), (await disk.Conversations.MessagesAsync(session, CancellationToken.None)).Select(message => message.GetType()));
    }
}
