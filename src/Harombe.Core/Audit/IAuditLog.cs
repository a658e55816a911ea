using Harombe.Core.Calls;

namespace Harombe.Core.Audit;

/// <summary>
/// The record. Append-only; an append returns once the entry is on stable storage and not before. Thread-safe.
/// </summary>
public interface IAuditLog
{
    /// <summary>
    /// Appends an entry. A second <see cref="CallIntent"/> for the same call is a <see cref="AuditAppend.Duplicate"/>, also across restarts:
    /// this is what makes a call run at most once. So is a second <see cref="CallOutcome"/>: what was recorded first stands.
    /// </summary>
    /// <exception cref="AuditUnavailableException">The entry is not durable. Whatever it announced must not happen.</exception>
    ValueTask<AuditAppend> AppendAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>What the record knows of a call.</summary>
    ValueTask<CallFate> FateAsync(CallId call, CancellationToken cancellationToken);

    /// <summary>Entries in order of their sequence numbers, or newest first, as the query says.</summary>
    IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken);
}

/// <summary>What came of an append.</summary>
public abstract record AuditAppend
{
    private AuditAppend()
    {
    }

    /// <summary>The entry is on stable storage.</summary>
    public sealed record Durable(long Sequence) : AuditAppend;

    /// <summary>The call already has an intent, or an outcome; nothing was written.</summary>
    public sealed record Duplicate(CallId Call) : AuditAppend;
}

/// <summary>How far a call got, by the record.</summary>
public enum CallFate
{
    /// <summary>An intent without outcome: it may have had its effect.</summary>
    Indeterminate = 0,

    /// <summary>No intent: it has not run.</summary>
    NotStarted = 1,

    /// <summary>An outcome is recorded.</summary>
    Ended = 2,
}
