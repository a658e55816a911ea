using Harombe.Core.Calls;
using Harombe.Core.Decisions;

namespace Harombe.Policy.Approvals;

/// <summary>Whether an approval is for this call, as it is now. Thread-safe.</summary>
internal sealed class BindingCheck(ApprovalSeals seals)
{
    /// <summary>Null when it is; otherwise the reason, which names the first thing that differs.</summary>
    public Reason? Refuse(StoredApproval stored, ToolCall call, Decision decision)
    {
        var approval = stored.Approval;
        if (approval.Principal != call.Principal.Id)
        {
            return ApprovalReasons.Principal();
        }

        if (!ApprovalSeals.AreSame(approval.Binding, seals.Binding(call, decision, approval.ExpiresAt, approval.Nonce)))
        {
            return ApprovalReasons.Mismatch(Difference(stored, call, decision));
        }

        // The yes was given to what was shown. The copy that people are shown is not what is bound, so it is looked at on its own.
        return call.Arguments.Canonical.Span.SequenceEqual(CanonicalJson.Write(approval.Arguments))
            ? seals.RefuseQuestion(stored) ?? seals.RefuseYes(stored)
            : ApprovalReasons.Mismatch("the arguments that were shown have changed");
    }

    // The hash alone decides; this only finds words for it.
    private static string Difference(StoredApproval stored, ToolCall call, Decision decision)
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

        if (!call.Arguments.Canonical.Span.SequenceEqual(CanonicalJson.Write(approval.Arguments)))
        {
            return "the arguments have changed";
        }

        return stored.Policy != decision.PolicyVersion ? "the policy has changed" : "the stored question was altered";
    }
}
