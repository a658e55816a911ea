using System.Runtime.CompilerServices;
using System.Text;
using Harombe.Core.Audit;
using Harombe.Core.Calls;

namespace Harombe.Testing.Roads;

/// <summary>A record in memory that keeps the promises of a real one: one intent and one outcome for each call. Throws where it is told to.</summary>
public sealed class RememberingAuditLog : IAuditLog
{
    private readonly List<AuditEntry> entries = [];
    private readonly HashSet<(string Kind, CallId? Call)> once = [];

    /// <summary>Which entries can't be written.</summary>
    public Func<AuditEntry, bool> Throws { get; set; } = _ => false;

    /// <summary>Runs before an entry is taken.</summary>
    public Action<AuditEntry> Before { get; set; } = _ => { };

    /// <summary>What was written, in order.</summary>
    public IReadOnlyList<AuditEntry> Entries
    {
        get
        {
            lock (entries)
            {
                return [.. entries];
            }
        }
    }

    /// <summary>The kinds that were written, with what tells them apart: <c>call.outcome completed</c>.</summary>
    public IReadOnlyList<string> Story => [.. Entries.Select(entry => entry switch
    {
        CallStopped stopped => $"{stopped.Kind} {stopped.How} {stopped.Reason.Rule}",
        CallOutcome outcome => $"{outcome.Kind} {outcome.Ending} {outcome.Rule}".ToLowerInvariant().TrimEnd(),
        _ => entry.Kind,
    })];

    /// <summary>Everything that was written, as text.</summary>
    public string Text => string.Join('\n', Entries.Select(entry => Encoding.UTF8.GetString(entry.ToCanonicalBytes(0))));

    /// <inheritdoc/>
    public ValueTask<AuditAppend> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        cancellationToken.ThrowIfCancellationRequested();
        Before(entry);
        if (Throws(entry))
        {
            throw new AuditUnavailableException("The disk is full.", null);
        }

        lock (entries)
        {
            if (entry is CallIntent or CallOutcome && !once.Add((entry.Kind, entry.Call)))
            {
                return ValueTask.FromResult<AuditAppend>(new AuditAppend.Duplicate(entry.Call ?? default));
            }

            entries.Add(entry);
            return ValueTask.FromResult<AuditAppend>(new AuditAppend.Durable(entries.Count - 1));
        }
    }

    /// <inheritdoc/>
    public ValueTask<CallFate> FateAsync(CallId call, CancellationToken cancellationToken) => ValueTask.FromResult(
        Entries.Any(entry => entry is CallOutcome && entry.Call == call) ? CallFate.Ended
        : Entries.Any(entry => entry is CallIntent && entry.Call == call) ? CallFate.Indeterminate
        : CallFate.NotStarted);

    /// <inheritdoc/>
    public async IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield break;
    }
}
