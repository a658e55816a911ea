using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Principals;

namespace Harombe.Core.Audit;

/// <summary>A standing answer was given, used, taken back, or found to be altered.</summary>
/// <param name="Grant">As it stands after the event.</param>
/// <param name="Event"><c>given</c>, <c>used</c>, <c>revoked</c> or <c>rejected</c>.</param>
/// <param name="By">Who did it; for a use, whose call it was.</param>
/// <param name="CallId">For a use: the call that it lets through.</param>
/// <param name="Rule">For a rejected one: the rule that rejected it.</param>
public sealed record GrantChanged(Grant Grant, string Event, PrincipalId By, CallId? CallId, string? Rule = null) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "grant." + Event;

    /// <inheritdoc/>
    public override CallId? Call => CallId;

    private protected override void Fill(EntryForm form)
    {
        form.Add("grant", Grant.Id.Value);
        form.Add("approval", Grant.From.Value);
        form.Add("tool", Grant.Tool.Value);
        form.Add("principal", Grant.Principal.Value);
        form.Add("session", Grant.Session?.Value);
        form.Add("asks", Grant.Asks);
        form.Add("meaning", Grant.Meaning);
        form.Add("risk", Grant.Risk.ToString().ToLowerInvariant());
        form.Add("by", By.Value);
        form.Add("via", Grant.Via.ToString().ToLowerInvariant());
        form.Add("expires", Grant.ExpiresAt.ToUnixTimeMilliseconds());
        if (Event == "given")
        {
            form.AddOrBlob("pattern", Grant.Pattern.GetRawText());
        }

        form.Add("rule", Rule);
    }
}
