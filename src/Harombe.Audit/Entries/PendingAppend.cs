using System.Threading.Tasks.Sources;
using Harombe.Core.Audit;

namespace Harombe.Audit.Entries;

/// <summary>A caller that waits for the commit of its entry; without an entry, for the writer to have opened the file. Awaited once.</summary>
internal sealed class PendingAppend(RenderedEntry? entry) : IValueTaskSource<AuditAppend?>
{
    // Continuations run elsewhere: a caller's code must never run on the writer, nor hold up the other callers of its batch.
    private ManualResetValueTaskSourceCore<AuditAppend?> done = new() { RunContinuationsAsynchronously = true };

    public RenderedEntry? Entry { get; } = entry;

    /// <summary>What came of it, once the transaction has reached stable storage.</summary>
    public AuditAppend? Outcome { get; set; }

    /// <summary>Why this entry alone was not taken.</summary>
    public AuditUnavailableException? Refusal { get; set; }

    public ValueTask<AuditAppend?> Done => new(this, done.Version);

    /// <summary>Answers the caller.</summary>
    /// <param name="why">Why the whole batch failed, if it did.</param>
    public void Settle(AuditUnavailableException? why)
    {
        if ((why ?? Refusal) is { } failure)
        {
            done.SetException(failure);
        }
        else
        {
            done.SetResult(Outcome);
        }
    }

    AuditAppend? IValueTaskSource<AuditAppend?>.GetResult(short token) => done.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<AuditAppend?>.GetStatus(short token) => done.GetStatus(token);

    void IValueTaskSource<AuditAppend?>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        done.OnCompleted(continuation, state, token, flags);
}
