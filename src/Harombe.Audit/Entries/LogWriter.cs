using System.Globalization;
using System.Security.Cryptography;
using Harombe.Audit.Merkle;
using Harombe.Audit.Stretches;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Entries;

/// <summary>
/// The one connection that appends. It knows the tree and the open calls, so a batch is only inserts. After any exception its memory and the file
/// may differ: dispose it and open another. Not thread-safe.
/// </summary>
internal sealed class LogWriter : IDisposable
{
    private const int Constraint = 19;

    private readonly SqliteConnection connection;
    private readonly CompactRange range;
    private readonly OpenCalls open;
    private readonly Statement addEntry, addBody, addHead, addSubtree, addBlob, addBlobUse, find, begin, commit;
    private readonly SubtreeCompleted completed;
    private readonly StretchWriting stretches;

    // An entry as it is hashed: after the zero byte that says it is a leaf.
    private readonly byte[] preimage = new byte[1 + AuditEntry.MaxBytes];

    public LogWriter(SqliteConnection connection, CompactRange range, OpenCalls open)
    {
        this.connection = connection;
        this.range = range;
        this.open = open;
        addEntry = new Statement(connection, "INSERT INTO entries (sequence, kind, call, leaf) VALUES (?1, ?2, ?3, ?4)");
        addBody = new Statement(connection, "INSERT INTO bodies (sequence, bytes) VALUES (?1, ?2)");
        addHead = new Statement(connection, "INSERT INTO heads (size, root, settled, time) VALUES (?1, ?2, ?3, ?4)");
        addSubtree = new Statement(connection, "INSERT INTO subtrees (height, position, hash) VALUES (?1, ?2, ?3)");
        addBlob = new Statement(connection, "INSERT INTO blobs (hash, bytes) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE hash = ?1)");
        addBlobUse = new Statement(connection, "INSERT INTO blob_uses (hash, sequence) VALUES (?1, ?2)");
        find = new Statement(connection, "SELECT 1 FROM entries WHERE call = ?1 AND kind = ?2 AND kind IN ('call.intent', 'call.outcome')");
        begin = new Statement(connection, "BEGIN IMMEDIATE");
        commit = new Statement(connection, "COMMIT");
        completed = AddSubtree;
        stretches = new StretchWriting(connection);
    }

    /// <summary>What is on stable storage, once a batch was.</summary>
    public TreeHead? Head { get; private set; }

    /// <summary>How many entries there are. Between batches all of them are on stable storage.</summary>
    public long Size => range.Size;

    /// <summary>When the last commit was made, by the clock of then.</summary>
    public DateTimeOffset LastTime => DateTimeOffset.TryParse(
        connection.One("SELECT time FROM heads ORDER BY size DESC LIMIT 1") as string, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var last) ? last : default;

    /// <summary>The head over them.</summary>
    public TreeHead Committed => TreeHead.Of(range);

    /// <summary>For the rare statements that are no entries: checkpoints, erasure. Only between batches.</summary>
    public SqliteConnection Connection => connection;

    /// <summary>Calls that a former run of the host left without an outcome.</summary>
    public IEnumerable<CallId> Unfinished() => open.InOrder().Select(call => new CallId(call.Call));

    /// <summary>Appends what is not refused, in one transaction. When it returns, that is on stable storage.</summary>
    public void Append(IReadOnlyList<PendingAppend> batch, DateTimeOffset now)
    {
        var before = range.Size;
        begin.Run();
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].Entry is { } entry)
            {
                Append(batch[i], entry);
            }
        }

        var root = range.Root();
        if (range.Size > before)
        {
            addHead.Bind(1, range.Size).Bind(2, root).Bind(3, open.Settled(range.Size)).Bind(4, AuditTime.Format(now)).Run();
        }

        commit.Run();
        Head = new TreeHead(range.Size, Convert.ToHexStringLower(root));
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[addEntry, addBody, addHead, addSubtree, addBlob, addBlobUse, find, begin, commit])
        {
            statement.Dispose();
        }

        stretches.Dispose();
        // Closing rolls back whatever was not committed.
        connection.Dispose();
    }

    private void Append(PendingAppend pending, RenderedEntry entry)
    {
        if (entry.IsOutcome && !open.Contains(entry.Call!)) // not null: RenderedEntry refuses an outcome without a call
        {
            RefuseOutcome(pending, entry.Call!);
            return;
        }

        var sequence = range.Size;
        var bytes = preimage.AsSpan(1, entry.Write(sequence, preimage.AsSpan(1)));
        Span<byte> leaf = stackalloc byte[LeafHash.Length];
        SHA256.HashData(preimage.AsSpan(0, 1 + bytes.Length), leaf);
        try
        {
            addEntry.Bind(1, sequence).BindText(2, entry.Kind).BindText(3, entry.CallBytes).Bind(4, leaf).Run();
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Constraint && entry.IsIntent && Exists("call.intent", entry.Call!))
        {
            // The statement alone is undone, the transaction goes on. Asking first would cost every other call a look-up.
            pending.Outcome = new AuditAppend.Duplicate(new CallId(entry.Call!)); // not null: as above
            return;
        }

        addBody.Bind(1, sequence).Bind(2, bytes).Run();
        for (var i = 0; i < entry.Blobs.Count; i++)
        {
            var hash = Convert.FromHexString(entry.Blobs[i].Address);
            addBlob.Bind(1, hash).Bind(2, entry.Blobs[i].Bytes.Span).Run();
            addBlobUse.Bind(1, hash).Bind(2, sequence).Run();
        }

        range.Append(leaf, completed);
        stretches.Append(sequence, entry);
        if (entry.IsIntent)
        {
            open.Begin(entry.Call!, sequence);
        }
        else if (entry.IsOutcome)
        {
            open.End(entry.Call!, out _);
        }

        pending.Outcome = new AuditAppend.Durable(sequence);
    }

    private void RefuseOutcome(PendingAppend pending, string call)
    {
        if (Exists("call.outcome", call))
        {
            pending.Outcome = new AuditAppend.Duplicate(new CallId(call));
            return;
        }

        pending.Refusal = new AuditUnavailableException($"The call {call} has no intent in the record, so it can have no outcome; nothing was recorded.", null);
    }

    private bool Exists(string kind, string call) => find.Bind(1, call).Bind(2, kind).Run();

    private void AddSubtree(int height, long position, ReadOnlySpan<byte> hash)
    {
        if (Subtrees.Stored(height))
        {
            addSubtree.Bind(1, height).Bind(2, position).Bind(3, hash).Run();
        }
    }
}
