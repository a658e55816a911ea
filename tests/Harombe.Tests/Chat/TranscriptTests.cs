using Harombe.Agent.Chat;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Labels;
using Harombe.Tests.Conversations;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Harombe.Tests.Chat;

public sealed class TranscriptTests
{
    private static readonly Message User = new Message.User("hello", Label.OfUser);

    [Fact]
    public void Answers_to_one_reply_stand_in_one_message_right_behind_it()
    {
        var (one, two) = (ConversationsOnDisk.Call(), ConversationsOnDisk.Call());
        var history = Transcript.Of(
            [User, new Message.Assistant("", [one, two]), ConversationsOnDisk.Answer(two, "second"), ConversationsOnDisk.Answer(one, "first"), new Message.Assistant("done", [])], "", _ => true);

        Assert.Equal([AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool, AuthorRole.Assistant], history.Select(message => message.Role));
        Assert.Equal([two.ModelCallId, one.ModelCallId], history[2].Items.OfType<FunctionResultContent>().Select(result => result.CallId));
    }

    [Fact]
    public void Answers_to_two_replies_stay_apart()
    {
        var (one, two) = (ConversationsOnDisk.Call(), ConversationsOnDisk.Call());
        var history = Transcript.Of(
            [User, new Message.Assistant("", [one]), ConversationsOnDisk.Answer(one), new Message.Assistant("", [two]), ConversationsOnDisk.Answer(two)], "", _ => true);
        Assert.Equal(2, history.Count(message => message.Role == AuthorRole.Tool));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void A_reply_without_a_word_is_left_out(string text) =>
        Assert.Equal([AuthorRole.User, AuthorRole.User], Transcript.Of([User, new Message.Assistant(text, []), User], "", _ => true).Select(message => message.Role));

    [Theory]
    [InlineData(null)]
    [InlineData("[1]")]
    public void A_call_whose_arguments_were_not_kept_is_shown_without_any(string? arguments)
    {
        var history = Transcript.Of([User, new Message.Assistant("", [ConversationsOnDisk.Call(arguments: arguments)])], "", _ => true);
        Assert.Empty(history[1].Items.OfType<FunctionCallContent>().Single().Arguments!);
    }

    [Fact]
    public void Tools_have_their_wire_names_and_the_system_prompt_stands_first()
    {
        var call = ConversationsOnDisk.Call("files.read");
        var history = Transcript.Of([User, new Message.Assistant("Let me look.", [call]), ConversationsOnDisk.Answer(call)], "Be brief.", _ => true);
        Assert.Equal(AuthorRole.System, history[0].Role);
        Assert.Equal("files_read", history[2].Items.OfType<FunctionCallContent>().Single().FunctionName);
        Assert.Equal("Let me look.", history[2].Content);
    }
}
