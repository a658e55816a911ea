using Harombe.Audit.Entries;
using Harombe.Audit.Stretches;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Verification;

/// <summary>Holds what is filed of each stretch against its entries: what is filed wrongly hides entries from a search.</summary>
internal sealed class StretchTrail : IDisposable
{
    private readonly Statement rows;
    private readonly Stretch open = new();
    private bool more;
    private long next;

    public StretchTrail(SqliteConnection connection)
    {
        rows = new Statement(connection, "SELECT number, earliest, latest, terms FROM stretches ORDER BY number");
        Advance();
    }

    /// <summary>The next entry; without a time when its body is gone.</summary>
    public AuditVerdict.Tampered? Next(long sequence, ReadOnlySpan<byte> time, ReadOnlySpan<ulong> marks)
    {
        var at = sequence % Stretch.Length;
        if (at == 0)
        {
            open.Clear();
        }

        if (!more || next != Stretch.Of(sequence) || open.Count != at)
        {
            return more && next < Stretch.Of(sequence) ? Added() : null;
        }

        if (time.IsEmpty)
        {
            return null;
        }

        open.Add(time, marks);
        if (open.Count < Stretch.Length)
        {
            return null;
        }

        var same = rows.Bytes(1).SequenceEqual(System.Text.Encoding.UTF8.GetBytes(open.Earliest))
            && rows.Bytes(2).SequenceEqual(System.Text.Encoding.UTF8.GetBytes(open.Latest))
            && rows.Bytes(3).SequenceEqual(open.Terms());
        Advance();
        return same
            ? null
            : new AuditVerdict.Tampered(null, $"What is filed of the entries {sequence + 1 - Stretch.Length} to {sequence} for searching was edited: a search could pass them over.");
    }

    public AuditVerdict.Tampered? End() => more ? Added() : null;

    public void Dispose() => rows.Dispose();

    private AuditVerdict.Tampered Added() =>
        new(null, $"Something is filed for searching of the entries from {next * Stretch.Length} on, of which not all are there: it was added, and a search could pass them over.");

    private void Advance()
    {
        more = rows.Step();
        next = more ? rows.Long(0) : 0;
    }
}
