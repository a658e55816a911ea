using System.Security.Cryptography;
using System.Text;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;

namespace Harombe.Policy.Approvals;

/// <summary>Whether an approval is for this call, as it is now. Pure.</summary>
internal static class BindingCheck
{
    /// <summary>Null when it is; otherwise the reason, which names the first thing that differs.</summary>
    public static Reason? Refuse(StoredApproval stored, ToolCall call, Decision decision)
    {
        var approval = stored.Approval;
        if (approval.Principal != call.Principal.Id)
        {
            return ApprovalReasons.Principal();
        }

        var now = CallBinding.Of(call, decision.PolicyVersion, approval.ExpiresAt, approval.Nonce);
        if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(now), Encoding.ASCII.GetBytes(approval.Binding)))
        {
            // The yes was given to what was shown. The copy that people are shown is not what is hashed, so it is compared on its own.
            return call.Arguments.Canonical.Span.SequenceEqual(CanonicalJson.Write(approval.Arguments))
                ? null
                : ApprovalReasons.Mismatch("the arguments that were shown have changed");
        }

        return ApprovalReasons.Mismatch(Difference(stored, call, decision));
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
