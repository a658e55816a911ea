using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Policy.Approvals.Edits;
using Harombe.Policy.Approvals.Quorums;

namespace Harombe.Policy.Approvals;

/// <summary>Whether an approval is for this call, as it is now. Thread-safe.</summary>
internal sealed class BindingCheck(ApprovalSeals seals, QuorumCheck quorum)
{
    /// <summary>Null when it is; otherwise the reason, which names the first thing that differs.</summary>
    public Reason? Refuse(StoredApproval stored, ToolCall call, Decision decision)
    {
        var approval = stored.Approval;
        if (approval.Principal != call.Principal.Id)
        {
            return ApprovalReasons.Principal();
        }

        // Closed for good: nothing of it can be used, so what became of it is the reason to give. Its seals may be of an older version.
        if (approval.Call == call.Id && approval.State is not (ApprovalState.Waiting or ApprovalState.Approved))
        {
            return null;
        }

        var edited = approval is { State: ApprovalState.Approved, Edited: not null };
        var withheld = approval.WithheldSeal is not null;
        if (!ApprovalSeals.AreSame(approval.Binding, edited
            ? seals.Binding(call, decision, approval)
            : seals.Binding(call, decision, approval.ExpiresAt, approval.Nonce, withheld ? seals.Withheld(call.Arguments, approval.Nonce) : null)))
        {
            return ApprovalReasons.Mismatch(Difference(stored, call, decision));
        }

        // The yes was given to what was shown. The copy that people are shown is not what is bound, so it is looked at on its own; of arguments with a secret
        // it shows less, and the question's seal says that it is what was shown.
        return !edited && !withheld && !call.Arguments.Canonical.Span.SequenceEqual(CanonicalJson.Write(approval.Arguments))
            ? ApprovalReasons.Mismatch("the arguments that were shown have changed")
            : seals.RefuseQuestion(stored) ?? seals.RefuseYes(stored) ?? quorum.Refuse(stored) ?? (edited ? RefuseEdit(stored, call, decision) : null);
    }

    // What runs is what the person wrote, and policy has decided on that by now: it may not be worse than what the person was asked about.
    private Reason? RefuseEdit(StoredApproval stored, ToolCall call, Decision decision)
    {
        var edited = stored.Approval.Edited ?? default;
        return !ApprovalSeals.AreSame(stored.EditBinding, seals.Edit(stored.Approval, edited)) || !call.Arguments.Canonical.Span.SequenceEqual(CanonicalJson.Write(edited))
            ? ApprovalReasons.Mismatch("the arguments are not those that the person wrote")
            : decision.Verdict == Verdict.Ask && decision.Risk > stored.Approval.Risk ? EditReasons.Riskier()
            : null;
    }

    // The hash alone decides; this only finds words for it.
    private string Difference(StoredApproval stored, ToolCall call, Decision decision)
    {
        var approval = stored.Approval;
        if (approval.Call != call.Id)
        {
            return "the call's id differs";
        }

        if (approval.Session != call.Session)
        {
            return "the session differs";
        }

        if (approval.Tool != call.Tool.Name)
        {
            return "the tool differs";
        }

        if (stored.Definition != call.Tool.Fingerprint)
        {
            return "the tool's definition has changed";
        }

        if (approval.Edited is null && approval.WithheldSeal is { } withheld && !ApprovalSeals.AreSame(withheld, seals.Withheld(call.Arguments, approval.Nonce)))
        {
            return "the arguments have changed";
        }

        if (approval is { Edited: null, WithheldSeal: null } && !call.Arguments.Canonical.Span.SequenceEqual(CanonicalJson.Write(approval.Arguments)))
        {
            return "the arguments have changed";
        }

        return stored.Policy != decision.PolicyVersion ? "the policy has changed" : "the stored question was altered";
    }
}
