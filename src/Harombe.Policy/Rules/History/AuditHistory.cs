using System.Runtime.CompilerServices;
using System.Text.Json;
using Harombe.Core.Audit;
using Harombe.Core.Tools;

namespace Harombe.Policy.Rules.History;

/// <summary>What was decided and answered before, read from the record. Bounded by time and number.</summary>
internal sealed class AuditHistory(IAuditLog audit, Func<ToolCatalog?> catalog, TimeProvider time)
{
    /// <summary>So many entries are read at most.</summary>
    public const int Most = 100_000;

    /// <summary>The decisions on calls, the oldest first.</summary>
    public async IAsyncEnumerable<RecordedDecision> DecisionsAsync(TimeSpan back, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tools = catalog()?.Current;
        await foreach (var entry in EntriesAsync("call.", back, cancellationToken).ConfigureAwait(false))
        {
            if (entry.GetProperty("kind").GetString() is "call.intent" or "call.stopped" && RecordedDecision.Read(entry, name => tools?.Find(name)?.Definition) is { } decision)
            {
                yield return decision;
            }
        }
    }

    /// <summary>What people answered, by the call: true for a yes, false for a no.</summary>
    public async ValueTask<Dictionary<string, bool>> AnswersAsync(TimeSpan back, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<string, bool>(StringComparer.Ordinal);
        await foreach (var entry in EntriesAsync("approval.", back, cancellationToken).ConfigureAwait(false))
        {
            if (entry.GetProperty("kind").GetString() is "approval.approved" or "approval.denied" && entry.TryGetProperty("call", out var call) && call.GetString() is { } id)
            {
                // Changed arguments are no yes to those that were asked about.
                answers[id] = entry.GetProperty("kind").GetString() == "approval.approved" && !entry.TryGetProperty("edited", out _) && !entry.TryGetProperty("editedBlob", out _);
            }
        }

        return answers;
    }

    private async IAsyncEnumerable<JsonElement> EntriesAsync(string kind, TimeSpan back, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new AuditQuery(null, Most, NewestFirst: false, kind) { Since = time.GetUtcNow() - back };
        await foreach (var record in audit.ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            // An erased entry has no bytes.
            if (!record.Bytes.IsEmpty)
            {
                yield return JsonElement.Parse(record.Bytes.Span);
            }
        }
    }
}
