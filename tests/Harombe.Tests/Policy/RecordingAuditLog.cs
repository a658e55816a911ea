using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;

namespace Harombe.Tests.Policy;

/// <summary>Remembers what it was given; throws instead once told to, before or after it has written.</summary>
internal sealed class RecordingAuditLog : IAuditLog
{
    private readonly ConcurrentQueue<ApprovalChanged> entries = new();

    /// <summary>Entries of which event can't be written.</summary>
    public Func<string, bool> Throws { get; set; } = _ => false;

    /// <summary>Runs before an entry is written: the moment in which a crash would strike.</summary>
    public Func<string, ValueTask> Before { get; set; } = _ => ValueTask.CompletedTask;

    public IEnumerable<string> EventsOf(ApprovalId id) => entries
        .Where(entry => entry.Approval.Id == id)
        .Select(entry => entry.Rule is null ? entry.Event : $"{entry.Event} {entry.Rule}");

    public async ValueTask<AuditAppend> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var changed = Assert.IsType<ApprovalChanged>(entry);
        Assert.NotEmpty(changed.ToCanonicalBytes(0));
        await Before(changed.Event);
        if (Throws(changed.Event))
        {
            throw new AuditUnavailableException("The disk is full.", null);
        }

        entries.Enqueue(changed);
        return new AuditAppend.Durable(entries.Count - 1);
    }

    public ValueTask<CallFate> FateAsync(CallId call, CancellationToken cancellationToken) => ValueTask.FromResult(CallFate.NotStarted);

    public async IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }
}
