using System.Text.Json.Nodes;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;

namespace Harombe.Gateway.Upstreams.Questions;

/// <summary>Writes down what servers ask of clients, and what they get, each before it happens.</summary>
internal sealed class QuestionRecord(IAuditLog audit, AnswerScan scan, TimeProvider clock)
{
    /// <exception cref="AuditUnavailableException">It is not written down, and so must not happen.</exception>
    public ValueTask AskedAsync(CallId? call, string server, PrincipalId? principal, string method, JsonNode question, CancellationToken cancellationToken) =>
        WriteAsync("asked", call, server, principal, method, scan.Words(question), null, cancellationToken);

    /// <exception cref="AuditUnavailableException">It is not written down, and so must not happen.</exception>
    public ValueTask AnsweredAsync(CallId? call, string server, PrincipalId? principal, string method, Redacted<string> answer, string? rule, CancellationToken cancellationToken) =>
        WriteAsync("answered", call, server, principal, method, answer, rule, cancellationToken);

    /// <summary>Nobody was bothered, for this reason.</summary>
    public ValueTask UnaskedAsync(CallId? call, string server, PrincipalId? principal, string method, JsonNode question, Reason why, CancellationToken cancellationToken) =>
        WriteAsync("unasked", call, server, principal, method, scan.Words(question), why.Rule, cancellationToken);

    private async ValueTask WriteAsync(
        string happened, CallId? call, string server, PrincipalId? principal, string method, Redacted<string> words, string? rule, CancellationToken cancellationToken) =>
        await audit.AppendAsync(new UpstreamAsked(call, happened, server, principal, method, words, rule) { Time = clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
}
