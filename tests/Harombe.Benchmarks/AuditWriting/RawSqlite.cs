using System.Diagnostics;
using Harombe.Audit.Entries;
using Harombe.Audit.Merkle;
using Microsoft.Data.Sqlite;

namespace Harombe.Benchmarks.AuditWriting;

/// <summary>
/// The limit: SQLite alone with the same durability (WAL, synchronous=FULL, the same moves of the write-ahead log), the same number of entries in each
/// transaction and the same bytes for each (number, kind, call, leaf hash, body), in one table without index or trigger, by the same prepared
/// statements on one thread that waits for nobody. Nothing is rendered, hashed or checked.
/// </summary>
internal sealed class RawSqlite : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Statement insert, begin, commit;
    private readonly byte[] leaf = new byte[LeafHash.Length];
    private long written;

    public RawSqlite(string folder)
    {
        connection = new SqliteConnection($"Data Source={folder}/raw.db;Pooling=False");
        connection.Open();
        connection.Run("PRAGMA journal_mode = WAL");
        connection.Run("PRAGMA synchronous = FULL");
        connection.Run($"PRAGMA wal_autocheckpoint = {AuditFile.CheckpointPages}");
        connection.Run("CREATE TABLE entries (sequence INTEGER PRIMARY KEY, kind TEXT, call TEXT, leaf BLOB, body BLOB)");
        insert = new Statement(connection, "INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5)");
        begin = new Statement(connection, "BEGIN IMMEDIATE");
        commit = new Statement(connection, "COMMIT");
    }

    /// <summary>Entries a second.</summary>
    public double Write(int batch, byte[] body, TimeSpan duration)
    {
        var before = written;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            begin.Run();
            for (var i = 0; i < batch; i++)
            {
                insert.Bind(1, written++).Bind(2, "call.intent").Bind(3, "call_000000000000000000000000000000000000").Bind(4, leaf).Bind(5, body).Run();
            }

            commit.Run();
        }

        return (written - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        insert.Dispose();
        begin.Dispose();
        commit.Dispose();
        connection.Dispose();
    }
}
