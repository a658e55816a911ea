using System.Globalization;
using Harombe.Core.Calls;
using Harombe.Core.Principals;

namespace Harombe.Core.Audit;

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
        form.Add("found", Words(Kinds));
    }

    internal static IEnumerable<string> Words(IReadOnlyDictionary<string, int> kinds) => kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal)
        .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Value} × {kind.Key}"));
}
