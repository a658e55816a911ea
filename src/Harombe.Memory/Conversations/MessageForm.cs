using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Labels;

namespace Harombe.Memory.Conversations;

/// <summary>Messages to their stored form and back.</summary>
internal static class MessageForm
{
    // Arguments were JSON to whoever parsed them; what that parser let pass must read back, or a conversation could never be opened again.
    private static readonly JsonDocumentOptions Lenient = new()
    {
        MaxDepth = int.MaxValue,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>The kind and the content. The calls of an assistant's message have rows of their own.</summary>
    public static (string Kind, string Content) Write(Message message) => message switch
    {
        Message.User user => ("user", JsonSerializer.Serialize(new(user.Text, Write(user.Label), Write(user.Attachments)), StoredForms.Default.StoredUser)),
        Message.Assistant assistant => ("assistant", JsonSerializer.Serialize(new(assistant.Text), StoredForms.Default.StoredAssistant)),
        Message.ToolAnswer answer => ("tool_answer", JsonSerializer.Serialize(
            new(answer.Call.Value, answer.ModelCallId, answer.Tool, answer.Text, answer.Ending, Write(answer.Label), Write(answer.Parts)),
            StoredForms.Default.StoredToolAnswer)),
        _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType(), "A kind of message without a stored form."),
    };

    public static string Write(RequestedCall call) => JsonSerializer.Serialize(
        new(call.ModelCallId, call.Tool, call.Arguments?.GetRawText()), StoredForms.Default.StoredCall);

    public static Message ReadMessage(string kind, string content, ImmutableArray<RequestedCall> calls) => kind switch
    {
        "user" => ReadUser(content),
        "assistant" => new Message.Assistant(Parsed(JsonSerializer.Deserialize(content, StoredForms.Default.StoredAssistant)).Text, calls),
        "tool_answer" => ReadAnswer(content),
        _ => throw new InvalidDataException($"The state holds a message of the unknown kind '{kind}'."),
    };

    public static RequestedCall ReadCall(string id, string content)
    {
        var stored = Parsed(JsonSerializer.Deserialize(content, StoredForms.Default.StoredCall));
        return new(new(id), stored.ModelCallId, stored.Tool, stored.Arguments is { } arguments ? ReadJson(arguments) : null);
    }

    private static Message.User ReadUser(string content)
    {
        var stored = Parsed(JsonSerializer.Deserialize(content, StoredForms.Default.StoredUser));
        return new(stored.Text, Read(stored.Label)) { Attachments = stored.Files is { } files ? [.. files.Select(file => new Attachment(file.Name, file.MediaType, file.Content))] : [] };
    }

    private static Message.ToolAnswer ReadAnswer(string content)
    {
        var stored = Parsed(JsonSerializer.Deserialize(content, StoredForms.Default.StoredToolAnswer));
        return new(new(stored.Call), stored.ModelCallId, stored.Tool, stored.Text, stored.Ending, Read(stored.Label))
        {
            Parts = stored.Parts is { } parts ? [.. parts.Select(part => new LabelledPart(part.Length, Read(part.Label)))] : [],
        };
    }

    private static JsonElement ReadJson(string json)
    {
        using var document = JsonDocument.Parse(json, Lenient);
        return document.RootElement.Clone();
    }

    private static StoredFile[]? Write(ImmutableArray<Attachment> files) =>
        files.IsEmpty ? null : [.. files.Select(file => new StoredFile(file.Name, file.MediaType, file.Bytes.ToArray()))];

    private static StoredPart[]? Write(ImmutableArray<LabelledPart> parts) => parts.IsEmpty ? null : [.. parts.Select(part => new StoredPart(part.Length, Write(part.Label)))];

    private static StoredLabel Write(Label label) => new(label.Integrity, label.Confidentiality);

    private static Label Read(StoredLabel label) => new(label.Integrity, label.Confidentiality);

    private static T Parsed<T>(T? value) where T : class =>
        value ?? throw new InvalidDataException("The state holds 'null' where a message should be.");
}
