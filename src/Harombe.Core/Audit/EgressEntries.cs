using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;

namespace Harombe.Core.Audit;

/// <summary>A connection or a request that something behind the egress proxy wanted, and what was decided.</summary>
/// <param name="Event"><c>allowed</c>, <c>denied</c> or <c>asked</c>.</param>
/// <param name="CallId">The call on whose behalf, where it is known.</param>
/// <param name="Principal">On whose behalf.</param>
/// <param name="Source">What dialled: a run, a child, a plugin.</param>
/// <param name="Destination">Host and port as they were asked for.</param>
/// <param name="Address">The address that was vetted and pinned; null when no name was resolved.</param>
/// <param name="Method">HTTP method, or <c>CONNECT</c>.</param>
/// <param name="Path">Path and query, where they are seen. Scanned.</param>
/// <param name="Rule">The rule that decided.</param>
/// <param name="PolicyVersion">The version of the rules.</param>
/// <param name="Secrets">Names of the secrets that were put in on the way.</param>
public sealed record EgressDecided(
    string Event,
    CallId? CallId,
    PrincipalId Principal,
    string Source,
    string Destination,
    string? Address,
    string Method,
    Redacted<string>? Path,
    string Rule,
    string PolicyVersion,
    IReadOnlyList<SecretName> Secrets) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "egress." + Event;

    /// <inheritdoc/>
    public override CallId? Call => CallId;

    private protected override void Fill(EntryForm form)
    {
        form.Add("principal", Principal.Value);
        form.Add("source", Source);
        form.Add("destination", Destination);
        form.Add("address", Address);
        form.Add("method", Method);
        if (Path is { } path)
        {
            form.AddOrBlob("path", path.Value);
        }

        var decision = form.Object("decision");
        decision.Add("verdict", Event switch { "allowed" => "allow", "asked" => "ask", _ => "deny" });
        decision.Add("rule", Rule);
        decision.Add("policy", PolicyVersion);
        form.Add("secrets", Secrets.Select(name => name.Value));
    }
}
