using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Principals;

namespace Harombe.Core.Audit;

/// <summary>An approver is about to be told of a question over a channel, was told, or could not be.</summary>
/// <param name="Approval">The question.</param>
/// <param name="CallId">The call it is about.</param>
/// <param name="Event"><c>telling</c>, <c>told</c> or <c>untold</c>.</param>
/// <param name="Approver">Who.</param>
/// <param name="Channel">The form of the channel; its address may be a secret.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="Fault">Of an <c>untold</c> one: why.</param>
public sealed record ApproverTold(ApprovalId Approval, CallId CallId, string Event, PrincipalId Approver, string Channel, int Attempts, string? Fault) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "approval." + Event;

    /// <inheritdoc/>
    public override CallId? Call => CallId;

    private protected override void Fill(EntryForm form)
    {
        form.Add("approval", Approval.Value);
        form.Add("approver", Approver.Value);
        form.Add("channel", Channel);
        form.Add("attempts", Attempts);
        form.Add("fault", Fault);
    }
}

/// <summary>Somebody came with a link that answers nothing: made up, used, over, or of somebody who is no approver any more.</summary>
/// <param name="Rule">The rule that refused it.</param>
/// <param name="Approval">The question that a link of ours was for; null for one that was made up, whatever it says.</param>
/// <param name="Unrecorded">How many more there were since the entry before, which have none of their own: anybody can send any number.</param>
public sealed record LinkRefused(string Rule, ApprovalId? Approval, int Unrecorded) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "approval.link_refused";

    private protected override void Fill(EntryForm form)
    {
        form.Add("rule", Rule);
        form.Add("approval", Approval?.Value);
        form.Add("unrecorded", Unrecorded);
    }
}
