using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Core.Audit;

/// <summary>Credentials were leased to a call, or revoked. Names only, ever.</summary>
/// <param name="Event"><c>leased</c>, <c>revoked</c>, or <c>unrevoked</c>: over here, but its engine could not be told yet.</param>
/// <param name="Lease">The lease.</param>
/// <param name="CallId">The call it is for.</param>
/// <param name="Tool">The tool that was given them.</param>
/// <param name="Principal">Who called.</param>
/// <param name="Secrets">What was leased.</param>
/// <param name="Revealed">Those of them that were given by value, which is weaker than a placeholder.</param>
/// <param name="How">Why it ended: <c>ended</c> with the call, <c>failed</c> before it, <c>recovered</c> after a crash, <c>emergency</c>; empty for <c>leased</c>.</param>
public sealed record LeaseChanged(
    string Event,
    LeaseId Lease,
    CallId CallId,
    ToolName Tool,
    PrincipalId Principal,
    ImmutableArray<SecretName> Secrets,
    ImmutableArray<SecretName> Revealed,
    string How) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "lease." + Event;

    /// <inheritdoc/>
    public override CallId? Call => CallId;

    private protected override void Fill(JsonObject form)
    {
        form["lease"] = Lease.Value;
        form["call"] = CallId.Value;
        form["tool"] = Tool.Value;
        form["principal"] = Principal.Value;
        form["secrets"] = Names(Secrets);
        if (!Revealed.IsDefaultOrEmpty)
        {
            form["revealed"] = Names(Revealed);
        }

        if (How.Length > 0)
        {
            form["how"] = How;
        }
    }

    private static JsonArray Names(ImmutableArray<SecretName> names) => new([.. names.Select(name => (JsonNode)name.Value)]);
}
