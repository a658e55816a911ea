using Harombe.Audit.Entries;
using Harombe.Audit.Merkle;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Verification;

/// <summary>Holds the stored subtrees against those that the entries give.</summary>
internal sealed class SubtreeTrail : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand find;
    private long seen;
    private string? fault;

    public SubtreeTrail(SqliteConnection connection)
    {
        this.connection = connection;
        find = connection.Statement("SELECT hash FROM subtrees WHERE height = $1 AND position = $2", "$1", "$2");
        Completed = Compare;
    }

    public SubtreeCompleted Completed { get; }

    public AuditVerdict.Tampered? Fault(long sequence) => fault is null ? null : new AuditVerdict.Tampered(sequence, fault);

    public AuditVerdict.Tampered? End(long size) => connection.One("SELECT count(*) FROM subtrees") is long stored && stored != seen
        ? new AuditVerdict.Tampered(null, $"{stored} subtrees are stored, and {size} entries make {seen}.")
        : null;

    public void Dispose() => find.Dispose();

    private void Compare(int height, long position, ReadOnlySpan<byte> hash)
    {
        if (!Subtrees.Stored(height))
        {
            return;
        }

        seen++;
        if (find.With(height, position).ExecuteScalar() is not byte[] stored || !hash.SequenceEqual(stored))
        {
            fault ??= $"The stored subtree {position} of height {height} was edited or deleted: the entries below it give another hash.";
        }
    }
}
