using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harombe.Host.Commands.Chat;

/// <summary>What the command line reads of the host's events; members it doesn't know are left alone.</summary>
internal sealed record ChatEventForm(
    string? Session,
    string? Model,
    bool Redacted,
    string? Text,
    string? Tool,
    string? Ending,
    double? Done,
    JsonElement? Arguments,
    string? Approval,
    string? Risk,
    string? Why,
    DateTimeOffset? Expires,
    string? State,
    IReadOnlyList<string>? Approvals,
    string? Rule,
    string? Message,
    string? Remedy,
    string? InsteadOf);

/// <summary>What begins a turn.</summary>
internal sealed record ChatMessage(string Message, string? Session, string? Model = null, IReadOnlyList<ChatFile>? Attachments = null);

/// <summary>A file that goes with it; the content is Base64.</summary>
internal sealed record ChatFile(string Name, string MediaType, byte[] Data);

/// <summary>An event as a line of JSON.</summary>
internal sealed record ChatLine(string? Id, string Event, JsonElement Data);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ChatEventForm))]
[JsonSerializable(typeof(ChatMessage))]
[JsonSerializable(typeof(ChatLine))]
internal sealed partial class ChatForms : JsonSerializerContext;
