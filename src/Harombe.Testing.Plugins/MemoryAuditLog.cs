using System.Runtime.CompilerServices;
using System.Text.Json;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;

namespace Harombe.Testing.Plugins;

/// <summary>A record in memory that keeps the promise by which a call runs at most once. Thread-safe.</summary>
internal sealed class MemoryAuditLog : IAuditLog
{
    private readonly List<AuditEntry> entries = [];
    private readonly HashSet<(string Kind, CallId Call)> once = [];

    public IReadOnlyList<RecordedEntry> Entries => [.. All().Select((entry, at) => new RecordedEntry(entry.Kind, JsonElement.Parse(entry.ToCanonicalBytes(at))))];

    public Decision? DecisionOf(CallId call) => All().Where(entry => entry.Call == call)
        .Select(entry => entry switch { CallIntent intent => intent.Decision, CallStopped stopped => stopped.Decision, _ => null })
        .LastOrDefault(decision => decision is not null);

    public ValueTask<AuditAppend> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (entries)
        {
            if (entry is CallIntent or CallOutcome && entry.Call is { } call && !once.Add((entry.Kind, call)))
            {
                return ValueTask.FromResult<AuditAppend>(new AuditAppend.Duplicate(call));
            }

            entries.Add(entry);
            return ValueTask.FromResult<AuditAppend>(new AuditAppend.Durable(entries.Count - 1));
        }
    }

    public ValueTask<CallFate> FateAsync(CallId call, CancellationToken cancellationToken) => ValueTask.FromResult(
        All().Any(entry => entry is CallOutcome && entry.Call == call) ? CallFate.Ended
        : All().Any(entry => entry is CallIntent && entry.Call == call) ? CallFate.Indeterminate
        : CallFate.NotStarted);

    public async IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var at = 0L;
        foreach (var entry in All())
        {
            yield return new AuditRecord(at, entry.ToCanonicalBytes(at), ReadOnlyMemory<byte>.Empty);
            at++;
        }
    }

    private List<AuditEntry> All()
    {
        lock (entries)
        {
            return [.. entries];
        }
    }
}
