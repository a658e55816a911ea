using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;

namespace Harombe.HostTests.Gateway.Composition;

/// <summary>Keeps entries, and admits one intent per call.</summary>
public sealed class AuditInMemory : IAuditLog
{
    private readonly ConcurrentDictionary<CallId, byte> intents = new();

    public ConcurrentQueue<AuditEntry> Entries { get; } = new();

    public ValueTask<AuditAppend> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (entry is CallIntent { Call: { } call } && !intents.TryAdd(call, 0))
        {
            return ValueTask.FromResult<AuditAppend>(new AuditAppend.Duplicate(call));
        }

        Entries.Enqueue(entry);
        return ValueTask.FromResult<AuditAppend>(new AuditAppend.Durable(Entries.Count - 1));
    }

    public ValueTask<CallFate> FateAsync(CallId call, CancellationToken cancellationToken) =>
        ValueTask.FromResult(intents.ContainsKey(call) ? CallFate.Ended : CallFate.NotStarted);

    public async IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }
}

/// <summary>Finds nothing.</summary>
public sealed class BlindScanner : ISecretScanner
{
    public int SettledLength(ReadOnlySpan<char> text, int from) => text.Length;

    public IReadOnlyList<Finding> Scan(ReadOnlySpan<char> text) => [];
}

/// <summary>Has nothing to lease.</summary>
public sealed class NoLeases : ILeases
{
    public ValueTask<LeaseOutcome> LeaseAsync(ToolCall call, CancellationToken cancellationToken) =>
        ValueTask.FromResult<LeaseOutcome>(new LeaseOutcome.Refused(new Reason("lease.none", "There is nothing to lease.", "")));
}
