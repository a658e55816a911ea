using System.Diagnostics;
using Harombe.Audit.Entries;
using Harombe.Benchmarks.Measuring;
using Microsoft.Data.Sqlite;

namespace Harombe.Benchmarks.AuditWriting;

/// <summary>The limit: SQLite alone with the same durability (WAL, synchronous=FULL), the same batch size and entries as large, one table, no hash.</summary>
internal static class RawSqlite
{
    /// <summary>Entries a second.</summary>
    public static double Measure(int batch, int bytes, TimeSpan duration)
    {
        var folder = Storage.OnDisk();
        try
        {
            using var connection = new SqliteConnection($"Data Source={folder}/raw.db;Pooling=False");
            connection.Open();
            connection.Run("PRAGMA journal_mode = WAL");
            connection.Run("PRAGMA synchronous = FULL");
            connection.Run("CREATE TABLE entries (sequence INTEGER PRIMARY KEY, body BLOB)");
            using var insert = connection.Statement("INSERT INTO entries VALUES ($sequence, $body)", "$sequence", "$body");
            var body = new byte[bytes];
            long written = 0;
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

            return written / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            Storage.Delete(folder);
        }
    }
}
