using Harombe.Audit.Entries;
using Harombe.Audit.Merkle;
using Harombe.Core.Audit;
using Harombe.Core.Calls;

namespace Harombe.Benchmarks.GuardedCalls;

/// <summary>
/// A log without a file: renders and hashes each entry as the real one does and keeps nothing. It leaves out the writer, the queue and SQLite,
/// so that what the stations cost by themselves can be told from what the record costs.
/// </summary>
internal sealed class RenderedOnlyLog : IAuditLog
{
    private long size;

    public ValueTask<AuditAppend> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var sequence = Interlocked.Increment(ref size) - 1;
        var rendered = RenderedEntry.Of(entry);
        Span<byte> leaf = stackalloc byte[LeafHash.Length];
        Span<byte> bytes = stackalloc byte[rendered.Length + EntryBytes.LongestNumber];
        LeafHash.Of(bytes[..rendered.Write(sequence, bytes)], leaf);
        return ValueTask.FromResult<AuditAppend>(new AuditAppend.Durable(sequence));
    }

    public ValueTask<CallFate> FateAsync(CallId call, CancellationToken cancellationToken) => ValueTask.FromResult(CallFate.NotStarted);

    public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken) => AsyncEnumerable.Empty<AuditRecord>();
}
