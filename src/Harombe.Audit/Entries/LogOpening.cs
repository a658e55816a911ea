using System.Globalization;
using Harombe.Audit.Merkle;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Entries;

/// <summary>
/// Opens the file for the writer, making it where there is none. A record whose end doesn't fit the head that was written with it is not
/// continued: a later entry would lend it credit.
/// </summary>
internal static class LogOpening
{
    /// <param name="file">The file.</param>
    /// <param name="acknowledged">What this process has promised already: a file that lacks it was put in the place of ours.</param>
    /// <param name="opened">Sees the connection before it is used.</param>
    /// <exception cref="SqliteException">SQLite refuses.</exception>
    /// <exception cref="InvalidDataException">The record is not as it was left.</exception>
    /// <exception cref="IOException">The file can't be made.</exception>
    public static LogWriter Open(AuditFile file, TreeHead? acknowledged, Action<SqliteConnection>? opened)
    {
        var connection = file.OpenForWriting(make: acknowledged is null);
        try
        {
            opened?.Invoke(connection);
            Prepare(connection, file.BeforeMigration);
            var (size, root, settled) = LastHead(connection);
            var range = Subtrees.Restore(connection, size);
            if (!range.Root().AsSpan().SequenceEqual(root))
            {
                throw new InvalidDataException($"The last entries don't give the hash of the head at {size}.");
            }

            if (acknowledged?.Size > size || (acknowledged?.Size == size && acknowledged != TreeHead.Of(range)))
            {
                throw new InvalidDataException($"It lacks entries that were acknowledged: {acknowledged.Size} were, and it has {size}.");
            }

            return new LogWriter(connection, range, Unfinished(connection, settled));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Prepare(SqliteConnection connection, Action? beforeMigration)
    {
        var from = connection.One("PRAGMA user_version") as long? ?? 0;
        var old = from is > 0 and < AuditSchema.Version && connection.One("PRAGMA application_id") is (long)AuditSchema.ApplicationId;
        if (old)
        {
            beforeMigration?.Invoke();
        }

        connection.Run("BEGIN IMMEDIATE");
        if (connection.One("PRAGMA user_version") is 0L && connection.One("SELECT count(*) FROM sqlite_schema") is 0L)
        {
            AuditSchema.Create(connection);
        }
        else if (old)
        {
            AuditSchema.Migrate(connection, from);
        }

        connection.Run("COMMIT");
        if (connection.One("PRAGMA application_id") is not (long)AuditSchema.ApplicationId)
        {
            throw new InvalidDataException("The file is not an audit log of Harombe.");
        }

        if (connection.One("PRAGMA user_version") is not (long)AuditSchema.Version)
        {
            throw new InvalidDataException($"The file has another version than {AuditSchema.Version}, the one this host writes. A newer host wrote it: start that one, or go back to the backup that it left in backups/ of the data folder.");
        }

        if (AuditSchema.Difference(connection) is { } difference)
        {
            throw new InvalidDataException(char.ToUpperInvariant(difference[0]) + difference[1..] + ".");
        }
    }

    private static (long Size, byte[] Root, long Settled) LastHead(SqliteConnection connection)
    {
        using var command = connection.Statement("SELECT size, root, settled FROM heads ORDER BY size DESC LIMIT 1");
        using var row = command.ExecuteReader();
        (long Size, byte[] Root, long Settled) head = row.Read() ? (row.GetInt64(0), (byte[])row[1], row.GetInt64(2)) : (0, new CompactRange().Root(), 0);
        var entries = Convert.ToInt64(connection.One("SELECT max(sequence) + 1 FROM entries") ?? 0L, CultureInfo.InvariantCulture);
        return entries == head.Size
            ? head
            : throw new InvalidDataException($"The last head covers {head.Size} entries, and the last entry has the number {entries - 1}.");
    }

    private static OpenCalls Unfinished(SqliteConnection connection, long settled)
    {
        var open = new OpenCalls();
        using var command = connection.Statement(
            """
            SELECT sequence, call, kind FROM entries
            WHERE sequence >= $1 AND +kind IN ('call.intent', 'call.outcome') AND call IS NOT NULL ORDER BY sequence
            """,
            "$1");
        using var rows = command.With(settled).ExecuteReader();
        while (rows.Read())
        {
            if (rows.GetString(2) == "call.intent")
            {
                open.Begin(rows.GetString(1), rows.GetInt64(0));
            }
            else
            {
                open.End(rows.GetString(1), out _);
            }
        }

        return open;
    }
}
