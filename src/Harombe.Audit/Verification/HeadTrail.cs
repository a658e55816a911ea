using Harombe.Audit.Entries;
using Harombe.Audit.Merkle;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Verification;

/// <summary>
/// The heads that were written with the entries, one for each commit, walked beside them. Their roots are computed a batch at a time on all cores:
/// a record of one lone writer has one for every entry.
/// </summary>
internal sealed class HeadTrail : IDisposable
{
    private readonly Statement rows;
    private readonly List<(CompactRange Tree, byte[] Root)> waiting = [];
    private bool more;
    private long head;
    private long last;
    private long verified;

    public HeadTrail(SqliteConnection connection)
    {
        rows = new Statement(connection, "SELECT size, root, settled FROM heads ORDER BY size");
        Advance();
    }

    public AuditVerdict.Tampered? Next(CompactRange range, OpenCalls open)
    {
        if (!more || head > range.Size)
        {
            return null;
        }

        if (head < range.Size)
        {
            return new AuditVerdict.Tampered(null, $"A head of size {head} was inserted.");
        }

        waiting.Add((range.Copy(), rows.Bytes(1).ToArray()));
        // A start trusts this number; a false one would hide a call that was cut off.
        if (rows.Long(2) != open.Settled(range.Size))
        {
            return new AuditVerdict.Tampered(range.Size - 1, $"The head of size {range.Size} was edited: calls before {rows.Long(2)} are not all settled, or more are.");
        }

        last = range.Size;
        Advance();
        return null;
    }

    /// <summary>Compares the roots that were passed since the last time; the first that differs.</summary>
    public AuditVerdict.Tampered? Compare()
    {
        var differs = new bool[waiting.Count];
        Parallel.For(0, waiting.Count, i => differs[i] = !waiting[i].Tree.Root().AsSpan().SequenceEqual(waiting[i].Root));
        for (var i = 0; i < differs.Length; i++)
        {
            if (differs[i])
            {
                return new AuditVerdict.Tampered(verified, Span(waiting[i].Tree.Size) + " rewritten together with its leaf hash: the head written with them has another root.");
            }

            verified = waiting[i].Tree.Size;
        }

        waiting.Clear();
        return null;
    }

    public AuditVerdict.Tampered? End(long size)
    {
        if (more)
        {
            return new AuditVerdict.Tampered(size, $"The tail was cut: entry {size} and what followed are gone, a head of size {head} remains.");
        }

        return last < size
            ? new AuditVerdict.Tampered(last, $"Entry {last} was appended by something else than Harombe, or its head was deleted: no head covers it.")
            : null;
    }

    public void Dispose() => rows.Dispose();

    private void Advance()
    {
        more = rows.Step();
        head = more ? rows.Long(0) : 0;
    }

    private string Span(long size) => size - verified == 1 ? $"Entry {verified} was" : $"One of the entries {verified} to {size - 1} was";
}
