using System.Text.Json;
using System.Text.Json.Serialization;
using Harombe.Core.Approvals;

namespace Harombe.Policy.Approvals.Channels;

/// <summary>An approval as programs read it. Without binding and nonce, which are nobody's business.</summary>
internal sealed record ApprovalView(
    string Id,
    string State,
    string Call,
    string Tool,
    JsonElement Arguments,
    string Principal,
    string Session,
    string Face,
    string Risk,
    string Rule,
    string Why,
    DateTimeOffset AskedAt,
    DateTimeOffset ExpiresAt,
    string? AnsweredBy,
    string? AnsweredVia,
    DateTimeOffset? AnsweredAt,
    string? AnswerReason)
{
    public static ApprovalView Of(Approval approval) => new(
        approval.Id.Value,
        ApprovalRows.Word(approval.State),
        approval.Call.Value,
        approval.Tool.Value,
        approval.Arguments,
        approval.Principal.Value,
        approval.Session.Value,
        ApprovalRows.Word(approval.Face),
        ApprovalRows.Word(approval.Risk),
        approval.Rule,
        approval.Why,
        approval.AskedAt,
        approval.ExpiresAt,
        approval.AnsweredBy?.Value,
        approval.AnsweredBy is null ? null : ApprovalRows.Word(approval.AnsweredVia),
        approval.AnsweredAt,
        approval.AnswerReason);
}

internal sealed record ApprovalList(IReadOnlyList<ApprovalView> Approvals);

/// <summary>An answer as programs send it.</summary>
internal sealed record AnswerView(string? Answer, string? Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ApprovalView))]
[JsonSerializable(typeof(ApprovalList))]
[JsonSerializable(typeof(AnswerView))]
internal sealed partial class ApprovalJson : JsonSerializerContext;
