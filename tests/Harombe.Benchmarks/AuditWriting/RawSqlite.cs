using System.Diagnostics;
using Harombe.Audit.Entries;
using Microsoft.Data.Sqlite;

namespace Harombe.Benchmarks.AuditWriting;

/// <summary>The limit: SQLite alone with the same durability (WAL, synchronous=FULL), the same batch size and entries as large, one table, no hash.</summary>
internal sealed class RawSqlite : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand insert;
    private long written;

    public RawSqlite(string folder)
    {
        connection = new SqliteConnection($"Data Source={folder}/raw.db;Pooling=False");
        connection.Open();
        connection.Run("PRAGMA journal_mode = WAL");
        connection.Run("PRAGMA synchronous = FULL");
        connection.Run("CREATE TABLE entries (sequence INTEGER PRIMARY KEY, body BLOB)");
        insert = connection.Statement("INSERT INTO entries VALUES ($sequence, $body)", "$sequence", "$body");
    }

    /// <summary>Entries a second.</summary>
    public double Write(int batch, byte[] body, TimeSpan duration)
    {
        var before = written;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            connection.Run("BEGIN IMMEDIATE");
            for (var i = 0; i < batch; i++)
            {
                insert.With(written++, body).ExecuteNonQuery();
            }

            connection.Run("COMMIT");
        }

        return (written - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        insert.Dispose();
        connection.Dispose();
    }
}
