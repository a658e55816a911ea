using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Harombe.Core.Conversations;
using Harombe.Core.Labels;
using Harombe.Core.Secrets;

namespace Harombe.Agent.Chat;

/// <summary>What a turn begins with: not stored yet, and not looked through for secrets.</summary>
internal sealed record NewTurn(IReadOnlyList<Message> Messages, TurnChoice Choice)
{
    // A file came from somewhere: it is the user's own, but nothing that they said.
    private static readonly Label OfFile = new(Integrity.Own, Confidentiality.Private);

    /// <summary>What a user says, with files.</summary>
    public static NewTurn Of(string message, ImmutableArray<Attachment> files, TurnChoice choice) =>
        new([new Message.User(message, files.IsEmpty ? Label.OfUser : Label.OfUser.Join(OfFile)) { Attachments = files }], choice);

    /// <summary>The same without secrets in it, and whether there were any.</summary>
    /// <exception cref="JsonException">What a client brings along is no JSON any more without its secrets: nothing of it may be kept.</exception>
    public (NewTurn Clean, bool Redacted) Clean(ISecretScanner scanner)
    {
        var messages = Messages.Select(message => Clean(message, scanner)).ToList();
        var request = Clean(Choice.Request, scanner);
        var choice = Equals(request, Choice.Request) ? Choice : Choice with { Request = request };
        return (new NewTurn(messages, choice), !ReferenceEquals(choice, Choice) || messages.Zip(Messages).Any(pair => !ReferenceEquals(pair.First, pair.Second)));
    }

    private static Message Clean(Message message, ISecretScanner scanner)
    {
        switch (message)
        {
            case Message.User user:
                var text = scanner.Redact(user.Text).Value;
                ImmutableArray<Attachment> files = [.. user.Attachments.Select(file => Clean(file, scanner))];
                return text == user.Text && files.SequenceEqual(user.Attachments) ? user : user with { Text = text, Attachments = files };
            case Message.Assistant assistant:
                var said = scanner.Redact(assistant.Text).Value;
                ImmutableArray<RequestedCall> calls = [.. assistant.Calls.Select(call => Clean(call, scanner))];
                return said == assistant.Text && calls.SequenceEqual(assistant.Calls) ? assistant : assistant with { Text = said, Calls = calls };
            case Message.ToolAnswer answer:
                return scanner.Redact(answer.Text).Value is var told && told == answer.Text ? answer : answer with { Text = told };
            default:
                throw new InvalidOperationException($"Unknown message {message.GetType().Name}.");
        }
    }

    // A call that the client says a model made: its words throughout.
    private static RequestedCall Clean(RequestedCall call, ISecretScanner scanner) => call with
    {
        ModelCallId = scanner.Redact(call.ModelCallId).Value,
        Tool = scanner.Redact(call.Tool).Value,
        Arguments = Clean(call.Arguments, scanner),
    };

    private static JsonElement? Clean(JsonElement? json, ISecretScanner scanner) =>
        json is { } given && scanner.RedactJson(given).Value is var clean && clean != given.GetRawText() ? JsonElement.Parse(clean) : json;

    private static Attachment Clean(Attachment file, ISecretScanner scanner)
    {
        if (!file.IsText)
        {
            return file;
        }

        var text = Encoding.UTF8.GetString(file.Bytes.Span);
        return scanner.Redact(text).Value is var clean && clean == text ? file : file with { Bytes = Encoding.UTF8.GetBytes(clean) };
    }
}
