using System.Collections.Immutable;
using System.Text;
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

    /// <summary>The messages without secrets in them, and whether there were any.</summary>
    public (IReadOnlyList<Message> Messages, bool Redacted) Clean(ISecretScanner scanner)
    {
        var clean = Messages.Select(message => Clean(message, scanner)).ToList();
        return (clean, clean.Zip(Messages).Any(pair => !ReferenceEquals(pair.First, pair.Second)));
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
                return scanner.Redact(assistant.Text).Value is var said && said == assistant.Text ? assistant : assistant with { Text = said };
            case Message.ToolAnswer answer:
                return scanner.Redact(answer.Text).Value is var told && told == answer.Text ? answer : answer with { Text = told };
            default:
                throw new InvalidOperationException($"Unknown message {message.GetType().Name}.");
        }
    }

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
