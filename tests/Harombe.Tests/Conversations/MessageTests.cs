using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Labels;
using Harombe.Memory.Conversations;
using static Harombe.Tests.Conversations.ConversationsOnDisk;

namespace Harombe.Tests.Conversations;

public sealed class MessageTests : IDisposable
{
    private readonly ConversationsOnDisk disk = new();

    public void Dispose() => disk.Dispose();

    public static TheoryData<Integrity, Confidentiality> Labels()
    {
        var labels = new TheoryData<Integrity, Confidentiality>();
        foreach (var integrity in Enum.GetValues<Integrity>())
        {
            foreach (var confidentiality in Enum.GetValues<Confidentiality>())
            {
                labels.Add(integrity, confidentiality);
            }
        }

        return labels;
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public void A_label_comes_back_with_its_text(Integrity integrity, Confidentiality confidentiality)
    {
        var label = new Label(integrity, confidentiality);
        foreach (var message in (Message[])[new Message.User("text", label), Answer(Call()) with { Label = label }])
        {
            var (kind, content) = MessageForm.Write(message);
            Assert.Equal(message, MessageForm.ReadMessage(kind, content, []));
        }
    }

    [Fact]
    public void The_labels_of_its_parts_come_back_with_an_answer()
    {
        var parts = new LabelledPart[] { new(2, new Label(Integrity.Own, Confidentiality.Public)), new(1, Label.OfOutside) };
        var (kind, content) = MessageForm.Write(Answer(Call()) with { Text = "ab\nc", Parts = [.. parts] });
        Assert.Equal(parts, Assert.IsType<Message.ToolAnswer>(MessageForm.ReadMessage(kind, content, [])).Parts);
    }

    [Theory]
    [InlineData("user", """{"text":"hi"}""", "no label")]
    [InlineData("user", """{"text":"hi","label":{"integrity":"User"}}""", "half a label")]
    [InlineData("user", """{"text":"hi","label":{"integrity":"Root","confidentiality":"Public"}}""", "an unknown label")]
    [InlineData("user", """{"label":{"integrity":"User","confidentiality":"Public"}}""", "no text")]
    [InlineData("user", """{"text":null,"label":{"integrity":"User","confidentiality":"Public"}}""", "null for a text")]
    [InlineData("assistant", """{"text":"hi","calls":[]}""", "a member that means nothing")]
    public void A_stored_message_that_is_not_whole_is_an_error_and_no_other_message(string kind, string content, string because)
    {
        var error = Record.Exception(() => MessageForm.ReadMessage(kind, content, []));
        Assert.True(error is JsonException, $"{because}: {error}");
    }

    [Theory]
    [InlineData("user", "null")]
    [InlineData("system", "{}")]
    public void What_is_no_message_is_an_error(string kind, string content) =>
        Assert.Throws<InvalidDataException>(() => MessageForm.ReadMessage(kind, content, []));

    // The words on the disk are a promise to every database there is: whoever changes them must write a migration.
    [Fact]
    public void The_stored_form_is_fixed()
    {
        var call = new RequestedCall(new("call_1"), "m1", "files__read", JsonElement.Parse("{}"));
        Assert.Equal(
            ("user", """{"text":"hi","label":{"integrity":"User","confidentiality":"Private"}}"""),
            MessageForm.Write(new Message.User("hi", Label.OfUser)));
        Assert.Equal(("assistant", """{"text":"hi"}"""), MessageForm.Write(new Message.Assistant("hi", [call])));
        Assert.Equal(
            ("tool_answer", """{"call":"call_1","model_call_id":"m1","tool":"files__read","text":"content","ending":"completed","label":{"integrity":"Outside","confidentiality":"Public"}}"""),
            MessageForm.Write(Answer(call)));
        Assert.Equal("""{"model_call_id":"m1","tool":"files__read","arguments":"{}"}""", MessageForm.Write(call));
        Assert.Equal("""{"model_call_id":"m1","tool":"files__read","arguments":null}""", MessageForm.Write(call with { Arguments = null }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("line\r\nline\ttab \"quoted\" '; DROP TABLE messages; --")]
    [InlineData("zero\0character")]
    [InlineData("ÄÖ 漢字 🤖 \u202e")]
    public async Task Every_text_comes_back(string text)
    {
        var turn = await disk.BeginAsync(text);
        var call = Call(text);
        await disk.AskAsync(turn, call);
        await disk.Conversations.AddAsync(turn, Answer(call, text), CancellationToken.None);
        var messages = await disk.OpenAgain().MessagesAsync(turn.Session, CancellationToken.None);
        Assert.Equal(text, Assert.IsType<Message.User>(messages[0]).Text);
        Assert.Equal(text, Assert.Single(Assert.IsType<Message.Assistant>(messages[1]).Calls).Tool);
        Assert.Equal(Answer(call, text), messages[2]);
    }

    [Fact]
    public async Task Half_a_character_becomes_the_replacement_character()
    {
        var turn = await disk.BeginAsync("half \ud83e");
        Assert.Equal("half \ufffd", Assert.IsType<Message.User>(Assert.Single(await disk.Conversations.MessagesAsync(turn.Session, CancellationToken.None))).Text);
    }
}
