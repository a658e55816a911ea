using System.Text.Json;
using System.Text.Json.Serialization;
using Harombe.Core.Approvals;
using Harombe.Policy.Approvals.Previews;

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
    string? AnswerReason,
    JsonElement? Edited = null,
    int? Quorum = null,
    IReadOnlyList<string>? Endorsed = null,
    IReadOnlyList<string>? AnswerBy = null,
    GrantView? Grant = null,
    Preview? Preview = null,
    bool? Withheld = null)
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
        approval.AnswerReason,
        approval.Edited,
        approval.Terms?.Demand.Quorum is > 1 and var quorum ? quorum : null,
        approval.Endorsed.Count > 0 ? [.. approval.Endorsed.Select(by => by.Value)] : null,
        approval.Terms is { Demand.By: { Length: > 0 } by } ? [.. by.SelectMany(names => names).Distinct()] : null,
        Withheld: approval.WithheldSeal is null ? null : true);
}

internal sealed record ApprovalList(IReadOnlyList<ApprovalView> Approvals);

/// <summary>An answer as programs send it.</summary>
/// <param name="Answer"><c>approve</c> or <c>deny</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Grant">Of a yes: how far it reaches beyond the call.</param>
/// <param name="Arguments">Of a yes: what shall run in the place of what was asked about.</param>
internal sealed record AnswerView(string? Answer, string? Reason, GivenTerms? Grant = null, JsonElement? Arguments = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ApprovalView))]
[JsonSerializable(typeof(ApprovalList))]
[JsonSerializable(typeof(AnswerView))]
[JsonSerializable(typeof(GivenTerms))]
[JsonSerializable(typeof(GrantView))]
[JsonSerializable(typeof(GrantList))]
[JsonSerializable(typeof(ProposalView))]
[JsonSerializable(typeof(BatchView))]
[JsonSerializable(typeof(BatchResult))]
internal sealed partial class ApprovalJson : JsonSerializerContext;
