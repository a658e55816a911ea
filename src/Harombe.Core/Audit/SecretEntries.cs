using System.Globalization;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;

namespace Harombe.Core.Audit;

/// <summary>A credential was leased for a call, given back, refused, or could not be revoked. Names only, ever.</summary>
/// <param name="Event"><c>granted</c>, <c>revoked</c>, <c>refused</c>, <c>expired</c> or <c>unrevoked</c>.</param>
/// <param name="CallId">The call it is for.</param>
/// <param name="Principal">Whose call.</param>
/// <param name="Secret">The secret.</param>
/// <param name="Store">Where it came from: <c>sealed-file</c>, <c>vault</c>.</param>
/// <param name="Lifetime">How long it counts, where the store says so.</param>
/// <param name="Revealed">Whether the value itself was handed out rather than a placeholder.</param>
/// <param name="Rule">For a refusal: the rule.</param>
public sealed record LeaseChanged(
    string Event, CallId CallId, PrincipalId Principal, SecretName Secret, string Store, TimeSpan? Lifetime, bool Revealed, string? Rule) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "lease." + Event;

    /// <inheritdoc/>
    public override CallId? Call => CallId;

    private protected override void Fill(EntryForm form)
    {
        form.Add("principal", Principal.Value);
        form.Add("secret", Secret.Value);
        form.Add("store", Store);
        if (Lifetime is { } lifetime)
        {
            form.Add("seconds", (long)lifetime.TotalSeconds);
        }

        form.Add("form", Revealed ? "value" : "placeholder");
        form.Add("rule", Rule);
    }
}

/// <summary>The scanner took secrets out of something. What kinds and how many, never what they were.</summary>
/// <param name="CallId">The call it belongs to, if any.</param>
/// <param name="Principal">Whose call or request.</param>
/// <param name="Where">What was scanned: <c>arguments</c>, <c>result</c>, <c>error</c>, <c>header</c>, <c>transcript</c>.</param>
/// <param name="Kinds">Kinds of secret, or display names of placeholders, with how many of each.</param>
public sealed record SecretsRedacted(CallId? CallId, PrincipalId Principal, string Where, IReadOnlyDictionary<string, int> Kinds) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "scan.redacted";

    /// <inheritdoc/>
    public override CallId? Call => CallId;

    private protected override void Fill(EntryForm form)
    {
        form.Add("principal", Principal.Value);
        form.Add("where", Where);
        form.Add("found", Kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Value} × {kind.Key}")));
    }
}
