using Harombe.Core.Approvals;
using Harombe.Core.Calls;

namespace Harombe.Core.Audit;

/// <summary>A question was put, answered, refused an answer, ran out, or was spent.</summary>
/// <param name="Approval">The question as it stands after the event.</param>
/// <param name="Event"><c>asked</c>, <c>approved</c>, <c>denied</c>, <c>endorsed</c> (a yes of several), <c>expired</c>, <c>withdrawn</c>, <c>spent</c> or <c>rejected</c>.</param>
/// <param name="Rule">For a rejected answer or spending: the rule that rejected it.</param>
public sealed record ApprovalChanged(Approval Approval, string Event, string? Rule) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "approval." + Event;

    /// <inheritdoc/>
    public override CallId? Call => Approval.Call;

    private protected override void Fill(EntryForm form)
    {
        form.Add("approval", Approval.Id.Value);
        form.Add("tool", Approval.Tool.Value);
        form.Add("principal", Approval.Principal.Value);
        form.Add("risk", Approval.Risk.ToString().ToLowerInvariant());
        form.Add("binding", Approval.Binding);
        if (Approval.AnsweredBy is { } by)
        {
            form.Add("by", by.Value);
            form.Add("via", Approval.AnsweredVia.ToString().ToLowerInvariant());
        }

        if (Event == "approved" && Approval.Edited is { } edited)
        {
            // Both went through the scanner: what was asked, and what the person put in its place.
            form.AddOrBlob("asked", Approval.Arguments.GetRawText());
            form.AddOrBlob("edited", edited.GetRawText());
        }

        if (Rule is not null)
        {
            form.Add("rule", Rule);
        }
    }
}
