using Harombe.Core.Approvals;
using Harombe.Policy.Approvals.Quorums;

namespace Harombe.Policy.Approvals;

/// <summary>A row of the store: the approval as others see it, and what only the binding needs.</summary>
/// <param name="Approval">How it stands now: an expired one reads as such, an unrecorded yes as waiting.</param>
/// <param name="Definition">Fingerprint of the tool that the question was about.</param>
/// <param name="Policy">Version of the policy that asked.</param>
/// <param name="Recorded">Whether its last change is in the audit log.</param>
/// <param name="Kept">The state as written, before time was looked at.</param>
/// <param name="QuestionSeal">See <see cref="ApprovalSeals.Question"/>; null in rows of an older version.</param>
/// <param name="YesSeal">See <see cref="ApprovalSeals.Yes"/>; null when there was none.</param>
/// <param name="EditBinding">See <see cref="ApprovalSeals.Edit"/>; null where nobody changed the arguments.</param>
/// <param name="Yeses">Where one yes is not enough: those that are in the audit log.</param>
internal sealed record StoredApproval(
    Approval Approval, string Definition, string Policy, bool Recorded, ApprovalState Kept, string? QuestionSeal, string? YesSeal, string? EditBinding, IReadOnlyList<Endorsement> Yeses);
