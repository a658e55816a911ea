using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;

namespace Harombe.Core.Audit;

/// <summary>An upstream server wanted something of the client behind a call: an answer of its user, a sample of its model, its folders.</summary>
/// <param name="CallId">The call during which it asked; null when nobody can tell.</param>
/// <param name="Event"><c>asked</c>: it is put to the client now. <c>answered</c>: the answer goes to the server now. <c>unasked</c>: the client is not bothered with it.</param>
/// <param name="Server">Which server.</param>
/// <param name="Principal">Whose client; null when nobody can tell.</param>
/// <param name="Method">What it wants, by the protocol's name.</param>
/// <param name="Words">The question, or the answer.</param>
/// <param name="Rule">Why the client is not bothered, or why the answer is kept back.</param>
public sealed record UpstreamAsked(CallId? CallId, string Event, string Server, PrincipalId? Principal, string Method, Redacted<string> Words, string? Rule) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "upstream." + Event;

    /// <inheritdoc/>
    public override CallId? Call => CallId;

    private protected override void Fill(EntryForm form)
    {
        form.Add("server", Server);
        form.Add("principal", Principal?.Value);
        form.Add("method", Method);
        form.AddOrBlob("words", Words.Value);
        form.Add("rule", Rule);
    }
}
