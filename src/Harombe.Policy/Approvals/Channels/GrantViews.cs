using System.Text.Json;
using Harombe.Core.Approvals;

namespace Harombe.Policy.Approvals.Channels;

/// <summary>A standing answer as programs read it.</summary>
internal sealed record GrantView(
    string Id,
    string Approval,
    string Tool,
    string Principal,
    string? Session,
    IReadOnlyList<string> Asks,
    string Risk,
    JsonElement Pattern,
    string GivenBy,
    string GivenVia,
    DateTimeOffset GivenAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? RevokedAt,
    string? RevokedBy,
    long Uses,
    DateTimeOffset? UsedAt)
{
    public static GrantView Of(Grant grant) => new(
        grant.Id.Value,
        grant.From.Value,
        grant.Tool.Value,
        grant.Principal.Value,
        grant.Session?.Value,
        grant.Asks,
        ApprovalRows.Word(grant.Risk),
        grant.Pattern,
        grant.By.Value,
        ApprovalRows.Word(grant.Via),
        grant.GivenAt,
        grant.ExpiresAt,
        grant.RevokedAt,
        grant.RevokedBy?.Value,
        grant.Uses,
        grant.UsedAt);
}

internal sealed record GrantList(IReadOnlyList<GrantView> Grants);

/// <summary>What an answer would allow beyond its call.</summary>
/// <param name="Covers">The pattern in sentences.</param>
/// <param name="ExpiresAt">When it would end.</param>
/// <param name="WouldAlso">Earlier questions that it would have answered as well, the newest few.</param>
/// <param name="Of">Among how many of the same tool and principal.</param>
/// <param name="Confirm">To be sent back with the answer.</param>
internal sealed record ProposalView(IReadOnlyList<string> Covers, DateTimeOffset ExpiresAt, IReadOnlyList<ApprovalView> WouldAlso, int Of, string Confirm)
{
    public static ProposalView From(GrantProposal.Possible possible) => new(
        possible.Shown, possible.Grant.ExpiresAt, [.. possible.WouldAlso.Select(ApprovalView.Of)], possible.Of, possible.Confirm);
}

/// <summary>Several questions answered together, each by itself.</summary>
internal sealed record BatchView(IReadOnlyList<string>? Ids, string? Answer, string? Reason);

/// <summary>What became of each.</summary>
internal sealed record BatchResult(IReadOnlyList<BatchedAnswer> Answers);

/// <summary>What became of one of them.</summary>
internal sealed record BatchedAnswer(string Id, string State, string? Rule, string? Message);
