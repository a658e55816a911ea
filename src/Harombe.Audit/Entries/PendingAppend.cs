using Harombe.Core.Audit;

namespace Harombe.Audit.Entries;

/// <summary>A caller that waits for the commit of its entry; without an entry, for the writer to have opened the file.</summary>
internal sealed class PendingAppend(RenderedEntry? entry)
{
    // Continuations run elsewhere: a caller's code must never run on the writer.
    private readonly TaskCompletionSource<AuditAppend?> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RenderedEntry? Entry { get; } = entry;

    /// <summary>What came of it, once the transaction has reached stable storage.</summary>
    public AuditAppend? Outcome { get; set; }

    /// <summary>Why this entry alone was not taken.</summary>
    public AuditUnavailableException? Refusal { get; set; }

    public Task<AuditAppend?> Done => done.Task;

    public void Committed()
    {
        if (Refusal is null)
        {
            done.TrySetResult(Outcome);
        }
        else
        {
            done.TrySetException(Refusal);
        }
    }

    public void Failed(AuditUnavailableException why) => done.TrySetException(why);
}
