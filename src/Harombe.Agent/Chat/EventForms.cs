using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harombe.Agent.Chat;

/// <summary>Begins a turn's events.</summary>
internal sealed record SessionEvent(string Session, string Turn, string Model, bool Redacted);

/// <summary>A piece of the model's text, secrets taken out.</summary>
internal sealed record TokenEvent(string Text);

/// <summary>The model asks for a tool.</summary>
internal sealed record ToolCallEvent(string Call, string Tool, JsonElement? Arguments);

/// <summary>A person must answer.</summary>
internal sealed record ApprovalEvent(
    string Approval, string Call, string Tool, JsonElement Arguments, string Risk, string Why, DateTimeOffset Expires, string Url);

/// <summary>How far a running tool is, for those who wait.</summary>
internal sealed record ToolProgressEvent(string Call, string Tool, string Text, double? Done);

/// <summary>What came of a call.</summary>
internal sealed record ToolResultEvent(string Call, string Tool, string Ending, string Text);

/// <summary>Another model answers from here on, in the place of one that is out.</summary>
internal sealed record ModelEvent(string Model, string InsteadOf, string Rule, string Message);

/// <summary>What one answer of the model took, in tokens, as its provider counts them.</summary>
internal sealed record UsageEvent(string Model, long InputTokens, long OutputTokens, long CachedTokens);

/// <summary>The whole of what the model said last.</summary>
internal sealed record MessageEvent(string Text);

/// <summary>The turn stands still: it ended, or waits for people.</summary>
internal sealed record DoneEvent(string State, IReadOnlyList<string> Approvals, IReadOnlyList<string>? Calls = null);

/// <summary>The turn ended with an error.</summary>
internal sealed record ErrorEvent(string Rule, string Message, string Remedy);

/// <summary>What <c>POST /chat</c> takes. A misspelt "session" must not begin another conversation: unknown members are refused.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ChatRequest(string? Message, string? Session, string? Model = null, IReadOnlyList<ChatFile>? Attachments = null, string? Agent = null);

/// <summary>A file that comes with a message; its content is Base64.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ChatFile(string? Name, string? MediaType, byte[]? Data);

/// <summary>What <c>POST /chat</c> answers.</summary>
internal sealed record ChatReply(
    string Session,
    string Turn,
    string State,
    string? Message,
    IReadOnlyList<ToolResultEvent> Tools,
    IReadOnlyList<ApprovalEvent> Approvals,
    ErrorEvent? Error);

/// <summary>One conversation in a list.</summary>
internal sealed record ConversationView(string Session, DateTimeOffset StartedAt);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(SessionEvent))]
[JsonSerializable(typeof(TokenEvent))]
[JsonSerializable(typeof(ToolCallEvent))]
[JsonSerializable(typeof(ApprovalEvent))]
[JsonSerializable(typeof(ToolProgressEvent))]
[JsonSerializable(typeof(ToolResultEvent))]
[JsonSerializable(typeof(ModelEvent))]
[JsonSerializable(typeof(UsageEvent))]
[JsonSerializable(typeof(MessageEvent))]
[JsonSerializable(typeof(DoneEvent))]
[JsonSerializable(typeof(ErrorEvent))]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(ChatReply))]
[JsonSerializable(typeof(IReadOnlyList<ConversationView>))]
internal sealed partial class ChatJson : JsonSerializerContext
{
    /// <summary>As <see cref="Default"/>, but readable: what leaves here is never put into HTML unescaped.</summary>
    public static ChatJson Readable { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
