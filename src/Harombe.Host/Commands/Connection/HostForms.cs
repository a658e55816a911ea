using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harombe.Host.Commands.Connection;

/// <summary>An approval as the host shows it.</summary>
internal sealed record AskedApproval(
    string Id,
    string State,
    string Call,
    string Tool,
    JsonElement Arguments,
    string Principal,
    string Risk,
    string Rule,
    string Why,
    DateTimeOffset AskedAt,
    DateTimeOffset ExpiresAt,
    string? AnsweredBy,
    string? AnswerReason);

internal sealed record AskedApprovals(IReadOnlyList<AskedApproval> Approvals);

/// <summary>A person's answer.</summary>
internal sealed record GivenAnswer(string Answer, string? Reason);

/// <summary>A page of the audit log.</summary>
internal sealed record RecordPage(IReadOnlyList<RecordedEntry> Entries, long? Next);

/// <summary>An entry of the audit log.</summary>
internal sealed record RecordedEntry(long Sequence, string LeafHash, JsonElement? Entry);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(AskedApproval))]
[JsonSerializable(typeof(AskedApprovals))]
[JsonSerializable(typeof(GivenAnswer))]
[JsonSerializable(typeof(RecordPage))]
[JsonSerializable(typeof(RecordedEntry))]
internal sealed partial class HostForms : JsonSerializerContext;
