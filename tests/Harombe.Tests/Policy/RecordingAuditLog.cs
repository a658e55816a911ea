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
    private readonly ConcurrentQueue<AuditEntry> others = new();

    /// <summary>Entries of which event can't be written.</summary>
    public Func<string, bool> Throws { get; set; } = _ => false;

    /// <summary>Runs before an entry is written: the moment in which a crash would strike.</summary>
    public Func<string, ValueTask> Before { get; set; } = _ => ValueTask.CompletedTask;

    /// <summary>What was written besides questions, in order.</summary>
    public IReadOnlyList<AuditEntry> Others => [.. others];

    /// <summary>What happened to grants, in order.</summary>
    public IEnumerable<string> Grants => others.OfType<GrantChanged>().Select(entry => entry.Rule is null ? entry.Event : $"{entry.Event} {entry.Rule}");

    public IEnumerable<string> EventsOf(ApprovalId id) => entries
        .Where(entry => entry.Approval.Id == id)
        .Select(entry => entry.Rule is null ? entry.Event : $"{entry.Event} {entry.Rule}");

    public string TextOf(ApprovalId id, string what) =>
        System.Text.Encoding.UTF8.GetString(entries.Single(entry => entry.Approval.Id == id && entry.Event == what).ToCanonicalBytes(0));

    public async ValueTask<AuditAppend> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var what = entry is ApprovalChanged { Event: var happened } ? happened : entry.Kind;
        Assert.NotEmpty(entry.ToCanonicalBytes(0));
        await Before(what);
        if (Throws(what))
        {
            throw new AuditUnavailableException("The disk is full.", null);
        }

        if (entry is ApprovalChanged changed)
        {
            entries.Enqueue(changed);
        }
        else
        {
            others.Enqueue(entry);
        }

        return new AuditAppend.Durable(entries.Count + others.Count - 1);
    }

    public ValueTask<CallFate> FateAsync(CallId call, CancellationToken cancellationToken) => ValueTask.FromResult(CallFate.NotStarted);

    public async IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var entry in others.Where(entry => query.Kind is null || entry.Kind == query.Kind).Where(entry => query.Since is null || entry.Time >= query.Since))
        {
            yield return new AuditRecord(0, entry.ToCanonicalBytes(0), default);
        }
    }
}
