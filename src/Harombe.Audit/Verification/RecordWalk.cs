using Harombe.Audit.Entries;
using Harombe.Audit.Merkle;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Verification;

/// <summary>One pass over the entries, building the tree anew and holding it against every head on the way. Stops at the first thing wrong.</summary>
internal sealed class RecordWalk : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly VerificationRequest request;
    private readonly CompactRange range = new();
    private readonly CallPairing calls = new();
    private readonly KnownHeads known = new();
    private readonly BlobTrail blobs = new();
    private readonly ErasureTrail erasures = new();
    private readonly SignatureTrail signatures;
    private readonly HeadTrail heads;
    private readonly SubtreeTrail subtrees;
    private readonly StretchTrail stretches;

    public RecordWalk(SqliteConnection connection, VerificationRequest request)
    {
        this.connection = connection;
        this.request = request;
        signatures = new SignatureTrail(connection, request, known);
        heads = new HeadTrail(connection);
        subtrees = new SubtreeTrail(connection);
        stretches = new StretchTrail(connection);
    }

    public AuditVerdict Run(CancellationToken cancellationToken)
    {
        var fault = known.Next(range);
        if (fault is null)
        {
            foreach (var batch in new RowStream(connection).Read(cancellationToken))
            {
                request.Progress?.Report(range.Size);
                for (var i = 0; i < batch.Count && fault is null; i++)
                {
                    fault = Entry(batch, i);
                }

                // A root that differs lies before the entry that was found wrong, so it speaks first.
                fault = heads.Compare() ?? fault;
                if (fault is not null)
                {
                    break;
                }
            }
        }

        return fault ?? End();
    }

    public void Dispose()
    {
        heads.Dispose();
        subtrees.Dispose();
        stretches.Dispose();
    }

    private AuditVerdict.Tampered? Entry(RowBatch batch, int index)
    {
        var at = range.Size;
        var row = batch[index];
        if (row.Sequence != at)
        {
            return row.Sequence < at
                ? new AuditVerdict.Tampered(row.Sequence, $"Entry {row.Sequence} was inserted before the first one.")
                : new AuditVerdict.Tampered(at, $"Entry {at} was deleted: the next one is {row.Sequence}.");
        }

        if ((batch.Fault(index) ?? (row.Leaf.Length == LeafHash.Length ? null : $"Entry {at} was edited: its leaf hash is none.")) is { } fault)
        {
            return new AuditVerdict.Tampered(at, fault);
        }

        if (calls.Next(connection, row) is { } pairing)
        {
            return new AuditVerdict.Tampered(at, pairing);
        }

        if (batch.HasBody(index))
        {
            Announcements(row);
        }
        else
        {
            erasures.Missing(at);
        }

        range.Append(row.Leaf, subtrees.Completed);
        return heads.Next(range, calls.Open) ?? subtrees.Fault(at) ?? known.Next(range) ?? stretches.Next(at, batch.Time(index), batch.Marks(index));
    }

    private void Announcements(in EntryRow row)
    {
        if (row.Kind.SequenceEqual("audit.key"u8))
        {
            signatures.Announce(row.Sequence, row.Body);
        }
        else if (row.Kind.SequenceEqual("audit.erased"u8))
        {
            erasures.Announce(row.Sequence, row.Body);
        }
        else
        {
            if (IsOpening(row))
            {
                signatures.Opened(row.Sequence);
            }

            blobs.Read(row.Sequence, row.Body);
        }
    }

    // A restore says that it was, and before that what calls the backup found running. In canonical form there is one way to write it.
    private static bool IsOpening(in EntryRow row) =>
        row.Kind.SequenceEqual("host.restored"u8) || (row.Kind.SequenceEqual("call.outcome"u8) && row.Body.IndexOf("\"rule\":\"audit.recovery\""u8) >= 0);

    private AuditVerdict End()
    {
        var size = range.Size;
        request.Progress?.Report(size);
        // What is missing from the end is found by whichever knew of it; the file's own heads know best which entry was the first.
        var fault = heads.End(size) ?? subtrees.End(size) ?? stretches.End() ?? erasures.End(connection) ?? blobs.End(connection) ?? BodyBeyond()
            ?? known.End(size) ?? signatures.Fault ?? signatures.End(size, TimeOf);
        return fault is not null
            ? fault
            : new AuditVerdict.Intact(TreeHead.Of(range), signatures.Anchored.Size, calls.Indeterminate())
            {
                AnchoredBy = signatures.Anchored.By,
                UnanchoredSince = signatures.Anchored.Size < size ? TimeOf(signatures.Anchored.Size) : null,
                SignedSize = signatures.Signed,
                SignedBy = signatures.SignedBy?.ToString(),
                KeyGiven = request.Key is not null,
                Erased = erasures.Count,
            };
    }

    private string? TimeOf(long sequence) =>
        connection.One(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"SELECT bytes FROM bodies WHERE sequence = {sequence}")) is byte[] body
            ? EntryCheck.Text(body, "time"u8)
            : null;

    private AuditVerdict.Tampered? BodyBeyond() =>
        connection.One("SELECT min(sequence) FROM bodies WHERE sequence < 0 OR sequence > (SELECT coalesce(max(sequence), -1) FROM entries)") is long body
            ? new AuditVerdict.Tampered(body, $"Entry {body} was deleted: only its bytes are left.")
            : null;
}
