using System.Text;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Core.Labels;
using Harombe.Core.Secrets;

namespace Harombe.Policy.Approvals.Edits;

/// <summary>
/// Checks arguments that a person puts in the place of those that were asked about, so that the person learns of a mistake at once. Every station checks them
/// again when the call runs, and policy decides on them there. Thread-safe.
/// </summary>
internal sealed class EditCheck(ToolCatalogs tools, Func<ISecretScanner?> scanner, GuardLimits limits)
{
    /// <summary>Null when there are none, or they can be taken.</summary>
    public Reason? Refuse(StoredApproval found, ApprovalAnswer answer)
    {
        if (answer.Edited is not { } edited || !answer.Approve)
        {
            return null;
        }

        if (answer.Channel == AnswerChannel.ClientAttested)
        {
            return EditReasons.Client();
        }

        if (found.Approval.Terms is { Demand.Quorum: > 1 })
        {
            return EditReasons.Several();
        }

        if (tools.FindTool(found.Approval.Tool, found.Definition) is not { } tool || scanner() is not { } scanning)
        {
            return EditReasons.Tool();
        }

        if (!ToolArguments.TryCreate(edited, Label.OfUser, null, out var arguments, out var fault))
        {
            return EditReasons.Form(fault);
        }

        if (arguments.Canonical.Length > limits.Arguments)
        {
            return EditReasons.Large(limits.Arguments);
        }

        if (arguments.Canonical.Span.SequenceEqual(CanonicalJson.Write(found.Approval.Arguments)))
        {
            return EditReasons.Same();
        }

        if (found.Approval.WithheldSeal is not null && edited.GetRawText().Contains(Redaction.Mark, StringComparison.Ordinal))
        {
            return EditReasons.StandIn();
        }

        return scanning.RedactJson(arguments.Value).Value != Encoding.UTF8.GetString(arguments.Canonical.Span) ? EditReasons.Secret()
            : tool.Schema.Validate(arguments.Value) is { IsValid: false } verdict ? EditReasons.Schema(verdict.ToString() ?? "")
            : null;
    }
}
