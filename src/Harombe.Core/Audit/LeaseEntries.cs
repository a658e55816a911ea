using System.Collections.Immutable;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Core.Audit;

/// <summary>Credentials were leased to a call, or revoked. Names only, ever.</summary>
/// <param name="Event"><c>granted</c>, <c>revoked</c>, or <c>unrevoked</c>: over here, but its engine could not be told yet.</param>
/// <param name="Lease">The lease.</param>
/// <param name="CallId">The call it is for.</param>
/// <param name="Tool">The tool that was given them.</param>
/// <param name="Principal">Who called.</param>
/// <param name="Secrets">What was leased.</param>
/// <param name="Revealed">Those of them that were given by value, which is weaker than a placeholder.</param>
/// <param name="Store">Where they come from: <c>sealed-file</c>, <c>vault</c>.</param>
/// <param name="How">Why it ended: <c>ended</c> with the call, <c>failed</c> before it, <c>recovered</c> after a crash, <c>emergency</c>; null for <c>granted</c>.</param>
public sealed record LeaseChanged(
    string Event,
    LeaseId Lease,
    CallId CallId,
    ToolName Tool,
    PrincipalId Principal,
    ImmutableArray<SecretName> Secrets,
    ImmutableArray<SecretName> Revealed,
    string Store,
    string? How) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "lease." + Event;

    /// <inheritdoc/>
    public override CallId? Call => CallId;

    private protected override void Fill(EntryForm form)
    {
        form.Add("lease", Lease.Value);
        form.Add("tool", Tool.Value);
        form.Add("principal", Principal.Value);
        form.Add("secrets", Secrets.Select(name => name.Value));
        form.Add("revealed", (Revealed.IsDefault ? [] : Revealed).Select(name => name.Value));
        form.Add("store", Store);
        form.Add("how", How);
    }
}

/// <summary>The emergency path was taken for a tool or a principal, or taken back.</summary>
/// <param name="Event"><c>blocked</c> or <c>lifted</c>.</param>
/// <param name="Subject"><c>tool</c> or <c>principal</c>, a colon, and its name.</param>
/// <param name="Quarantined">The stored secrets that it was ever given: none is leased until it has another value.</param>
/// <param name="Ended">How many of its leases were running, and are over.</param>
/// <param name="By">Who did it.</param>
public sealed record LeasesBlocked(string Event, string Subject, ImmutableArray<SecretName> Quarantined, int Ended, PrincipalId By) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "leases." + Event;

    private protected override void Fill(EntryForm form)
    {
        form.Add("subject", Subject);
        form.Add("quarantined", Quarantined.Select(name => name.Value));
        form.Add("ended", Ended);
        form.Add("by", By.Value);
    }
}
