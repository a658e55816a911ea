using Harombe.Core.Approvals;
using Harombe.Core.Calls;

namespace Harombe.Policy.Approvals;

/// <summary>
/// How long a yes is good for: as long as its question stood. In chat the host itself uses it, when the calls before it have ended, and these may take longer
/// than the question stood: there a yes that was given in time is good for half an hour at least.
/// </summary>
internal static class YesTerm
{
    /// <summary>When a row ends, in SQL; the same as <see cref="EndOf"/>.</summary>
    public const string Ends = """
        (CASE WHEN state = 'approved' AND recorded = 1 AND face = 'chat' AND answered_at < expires_at AND answered_at + 1800000 > expires_at
              THEN answered_at + 1800000 ELSE expires_at END)
        """;

    private static readonly TimeSpan InChat = TimeSpan.FromMilliseconds(1_800_000);

    /// <summary>When the question, or the yes to it, ends.</summary>
    public static DateTimeOffset EndOf(Approval approval) =>
        approval is { State: ApprovalState.Approved, Face: Face.Chat, AnsweredAt: { } at } && at < approval.ExpiresAt && at + InChat > approval.ExpiresAt
            ? at + InChat : approval.ExpiresAt;
}
