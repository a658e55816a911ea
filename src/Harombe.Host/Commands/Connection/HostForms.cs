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
    string? AnswerReason,
    JsonElement? Edited = null,
    int? Quorum = null,
    IReadOnlyList<string>? Endorsed = null,
    AskedGrant? Grant = null,
    ShownPreview? Preview = null,
    bool? Withheld = null);

/// <summary>What helps to judge a question.</summary>
internal sealed record ShownPreview(
    ShownChange? Change, IReadOnlyList<ShownOrigin> Origins, IReadOnlyList<string> New, IReadOnlyList<ShownNote> Decoded, IReadOnlyList<ShownNote> Odd, ShownChange? DryRun = null);

internal sealed record ShownChange(string What, IReadOnlyList<string> Lines, int LeftOut);

internal sealed record ShownOrigin(string Argument, string Origin, string Says);

internal sealed record ShownNote(string Argument, string Says, int LeftOut);

internal sealed record AskedApprovals(IReadOnlyList<AskedApproval> Approvals);

/// <summary>A person's answer.</summary>
internal sealed record GivenAnswer(string Answer, string? Reason, GivenReach? Grant = null, JsonElement? Arguments = null);

/// <summary>How far a yes shall reach beyond its call.</summary>
internal sealed record GivenReach(bool Session, string? Lasts, JsonElement? Pattern, string? Confirm);

/// <summary>What such a yes would allow.</summary>
internal sealed record ShownReach(IReadOnlyList<string> Covers, DateTimeOffset ExpiresAt, IReadOnlyList<AskedApproval> WouldAlso, int Of, string Confirm);

/// <summary>A standing answer.</summary>
internal sealed record AskedGrant(
    string Id,
    string Tool,
    string Principal,
    string? Session,
    IReadOnlyList<string> Asks,
    JsonElement Pattern,
    string GivenBy,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? RevokedAt,
    long Uses);

internal sealed record AskedGrants(IReadOnlyList<AskedGrant> Grants);

/// <summary>Several questions answered together.</summary>
internal sealed record GivenAnswers(IReadOnlyList<string> Ids, string Answer, string? Reason);

internal sealed record AnsweredTogether(IReadOnlyList<AnsweredOne> Answers);

/// <summary>What became of one of them.</summary>
internal sealed record AnsweredOne(string Id, string State, string? Rule, string? Message);

/// <summary>A page of the audit log.</summary>
internal sealed record RecordPage(IReadOnlyList<RecordedEntry> Entries, long? Next);

/// <summary>An entry of the audit log.</summary>
internal sealed record RecordedEntry(long Sequence, string LeafHash, JsonElement? Entry);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(Harombe.Audit.Checkpoints.RevealedKey))]
[JsonSerializable(typeof(AskedApproval))]
[JsonSerializable(typeof(AskedApprovals))]
[JsonSerializable(typeof(GivenAnswer))]
[JsonSerializable(typeof(GivenReach))]
[JsonSerializable(typeof(ShownReach))]
[JsonSerializable(typeof(AskedGrant))]
[JsonSerializable(typeof(AskedGrants))]
[JsonSerializable(typeof(GivenAnswers))]
[JsonSerializable(typeof(AnsweredTogether))]
[JsonSerializable(typeof(RecordPage))]
[JsonSerializable(typeof(RecordedEntry))]
internal sealed partial class HostForms : JsonSerializerContext;
