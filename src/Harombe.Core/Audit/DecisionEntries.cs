using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Principals;

namespace Harombe.Core.Audit;

/// <summary>Policy decided on something that is no call's intent or stop by itself: a question inside a running call, a decision that was asked for by hand.</summary>
/// <param name="CallId">The call it belongs to, if any.</param>
/// <param name="Subject">What was decided on, in stable words: <c>egress api.example.com:443</c>, <c>tool files.write</c>.</param>
/// <param name="Principal">For whom.</param>
/// <param name="Decision">What came out, with rule, policy version and the inputs that the rule looked at.</param>
public sealed record PolicyDecided(CallId? CallId, string Subject, PrincipalId Principal, Decision Decision) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "policy.decided";

    /// <inheritdoc/>
    public override CallId? Call => CallId;

    private protected override void Fill(EntryForm form)
    {
        form.Add("subject", Subject);
        form.Add("principal", Principal.Value);
        DecisionForm.Fill(form.Object("decision"), Decision);
    }
}

/// <summary>A policy was loaded, or one that was offered was refused and the last good one kept.</summary>
/// <param name="Event"><c>loaded</c> or <c>refused</c>.</param>
/// <param name="Version">The version that decisions name from here on; for a refusal, the one that stays.</param>
/// <param name="Previous">The version before, if there was one.</param>
/// <param name="ContentHash">SHA-256 of the files it was read from, in lower-case hex.</param>
/// <param name="Detail">For a refusal: what was wrong, without any secret.</param>
public sealed record PolicyChanged(string Event, string Version, string? Previous, string ContentHash, string? Detail) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "policy." + Event;

    private protected override void Fill(EntryForm form)
    {
        form.Add("policy", Version);
        form.Add("previous", Previous);
        form.Add("content", ContentHash);
        form.Add("detail", Detail);
    }
}
