using Harombe.Audit.Entries;
using Harombe.Audit.Merkle;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Verification;

/// <summary>One pass over the entries, building the tree anew and holding it against every head on the way. Stops at the first thing wrong.</summary>
internal sealed class RecordWalk : IDisposable
{
    private const int Stride = 10_000;

    private readonly SqliteConnection connection;
    private readonly TreeHead? expected;
    private readonly IProgress<long>? progress;
    private readonly CompactRange range = new();
    private readonly CallPairing calls = new();
    private readonly HeadTrail heads;
    private readonly SubtreeTrail subtrees;

    public RecordWalk(SqliteConnection connection, TreeHead? expected, IProgress<long>? progress)
    {
        this.connection = connection;
        this.expected = expected;
        this.progress = progress;
        heads = new HeadTrail(connection);
        subtrees = new SubtreeTrail(connection);
    }

    public AuditVerdict Run(CancellationToken cancellationToken)
    {
        using var command = connection.Statement(
            "SELECT e.sequence, e.kind, e.call, e.leaf, b.bytes FROM entries e LEFT JOIN bodies b USING (sequence) ORDER BY e.sequence");
        using var rows = command.ExecuteReader();
        var fault = Anchor();
        while (fault is null && rows.Read())
        {
            if (range.Size % Stride == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(range.Size);
            }

            fault = Entry(EntryRow.Read(rows));
        }

        return fault ?? End();
    }

    public void Dispose()
    {
        heads.Dispose();
        subtrees.Dispose();
    }

    private AuditVerdict.Tampered? Entry(EntryRow row)
    {
        var at = range.Size;
        if (row.Sequence != at)
        {
            return row.Sequence < at
                ? new AuditVerdict.Tampered(row.Sequence, $"Entry {row.Sequence} was inserted before the first one.")
                : new AuditVerdict.Tampered(at, $"Entry {at} was deleted: the next one is {row.Sequence}.");
        }

        if (EntryForm.Fault(row, out var ending) is { } form)
        {
            return new AuditVerdict.Tampered(at, form);
        }

        if (calls.Next(connection, row, ending) is { } pairing)
        {
            return new AuditVerdict.Tampered(at, pairing);
        }

        range.Append(row.Leaf, subtrees.Completed);
        return heads.Next(range, calls.Open) ?? subtrees.Fault(at) ?? Anchor();
    }

    private AuditVerdict.Tampered? Anchor() =>
        expected is not null && expected.Size == range.Size && TreeHead.Of(range) != expected
            ? new AuditVerdict.Tampered(null, $"The first {expected.Size} entries are not those of the expected head: the record was rewritten somewhere before entry {expected.Size}.")
            : null;

    private AuditVerdict End()
    {
        progress?.Report(range.Size);
        if ((heads.End(range.Size) ?? subtrees.End(range.Size)) is { } fault)
        {
            return fault;
        }

        if (BodyBeyond() is { } body)
        {
            return body;
        }

        return expected?.Size > range.Size
            ? new AuditVerdict.Tampered(range.Size, $"The tail was cut: the expected head has {expected.Size} entries, the record {range.Size}.")
            : new AuditVerdict.Intact(TreeHead.Of(range), expected?.Size ?? 0, calls.Indeterminate());
    }

    private AuditVerdict.Tampered? BodyBeyond() =>
        connection.One("SELECT min(sequence) FROM bodies WHERE sequence < 0 OR sequence > (SELECT coalesce(max(sequence), -1) FROM entries)") is long body
            ? new AuditVerdict.Tampered(body, $"Entry {body} was deleted: only its bytes are left.")
            : null;
}
