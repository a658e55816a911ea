using Harombe.Audit.Merkle;
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
    private readonly SqliteConnection connection;
    private readonly CompactRange range;
    private readonly OpenCalls open;
    private readonly SqliteCommand addEntry, addBody, addHead, addSubtree, findIntent, findOutcome, begin, commit;
    private readonly SubtreeCompleted completed;

    public LogWriter(SqliteConnection connection, CompactRange range, OpenCalls open)
    {
        this.connection = connection;
        this.range = range;
        this.open = open;
        addEntry = connection.Statement("INSERT INTO entries (sequence, kind, call, leaf) VALUES ($1, $2, $3, $4)", "$1", "$2", "$3", "$4");
        addBody = connection.Statement("INSERT INTO bodies (sequence, bytes) VALUES ($1, $2)", "$1", "$2");
        addHead = connection.Statement("INSERT INTO heads (size, root, settled, time) VALUES ($1, $2, $3, $4)", "$1", "$2", "$3", "$4");
        addSubtree = connection.Statement("INSERT INTO subtrees (height, position, hash) VALUES ($1, $2, $3)", "$1", "$2", "$3");
        findIntent = connection.Statement("SELECT 1 FROM entries WHERE call = $1 AND kind = 'call.intent'", "$1");
        findOutcome = connection.Statement("SELECT 1 FROM entries WHERE call = $1 AND kind = 'call.outcome'", "$1");
        begin = connection.Statement("BEGIN IMMEDIATE");
        commit = connection.Statement("COMMIT");
        completed = AddSubtree;
    }

    /// <summary>What is on stable storage, once a batch was.</summary>
    public TreeHead? Head { get; private set; }

    /// <summary>Calls that a former run of the host left without an outcome.</summary>
    public IEnumerable<CallId> Unfinished() => open.InOrder().Select(call => new CallId(call.Call));

    /// <summary>Appends what is not refused, in one transaction. When it returns, that is on stable storage.</summary>
    public void Append(IReadOnlyList<PendingAppend> batch, DateTimeOffset now)
    {
        var before = range.Size;
        begin.ExecuteNonQuery();
        foreach (var pending in batch)
        {
            if (pending.Entry is { } entry)
            {
                Append(pending, entry);
            }
        }

        var root = range.Root();
        if (range.Size > before)
        {
            addHead.With(range.Size, root, open.Settled(range.Size), AuditTime.Format(now)).ExecuteNonQuery();
        }

        commit.ExecuteNonQuery();
        Head = new TreeHead(range.Size, Convert.ToHexStringLower(root));
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[addEntry, addBody, addHead, addSubtree, findIntent, findOutcome, begin, commit])
        {
            command.Dispose();
        }

        // Closing rolls back whatever was not committed.
        connection.Dispose();
    }

    private void Append(PendingAppend pending, RenderedEntry entry)
    {
        if (entry.IsIntent && Exists(findIntent, entry.Call))
        {
            pending.Outcome = new AuditAppend.Duplicate(new CallId(entry.Call!)); // not null: RenderedEntry refuses an intent without a call
            return;
        }

        if (entry.IsOutcome && !open.Contains(entry.Call!)) // not null: as above
        {
            RefuseOutcome(pending, entry.Call!);
            return;
        }

        var sequence = range.Size;
        var bytes = entry.At(sequence);
        var leaf = LeafHash.Of(bytes);
        addEntry.With(sequence, entry.Kind, entry.Call, leaf).ExecuteNonQuery();
        addBody.With(sequence, bytes).ExecuteNonQuery();
        range.Append(leaf, completed);
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
        if (Exists(findOutcome, call))
        {
            pending.Outcome = new AuditAppend.Duplicate(new CallId(call));
            return;
        }

        pending.Refusal = new AuditUnavailableException($"The call {call} has no intent in the record, so it can have no outcome; nothing was recorded.", null);
    }

    private static bool Exists(SqliteCommand find, string? call) => find.With(call).ExecuteScalar() is not null;

    private void AddSubtree(int height, long position, ReadOnlySpan<byte> hash)
    {
        if (Subtrees.Stored(height))
        {
            addSubtree.With(height, position, hash.ToArray()).ExecuteNonQuery();
        }
    }
}
