using System.Text;
using Harombe.Audit.Entries;
using Harombe.Audit.Merkle;
using Microsoft.Data.Sqlite;

namespace Harombe.Tests.Audit;

/// <summary>A record as the first version wrote it: no salts, no blobs, no checkpoints, other indexes and triggers.</summary>
internal static class OldRecord
{
    public static void Write(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        connection.Open();
        connection.Run("PRAGMA journal_mode = WAL");
        connection.Run(
            """
            CREATE TABLE entries (
              sequence INTEGER PRIMARY KEY,
              kind TEXT NOT NULL,
              call TEXT,
              leaf BLOB NOT NULL CHECK (length(leaf) = 32)
            ) STRICT;
            CREATE TABLE bodies (sequence INTEGER PRIMARY KEY, bytes BLOB NOT NULL CHECK (length(bytes) <= 65535)) STRICT;
            CREATE TABLE heads (size INTEGER PRIMARY KEY, root BLOB NOT NULL, settled INTEGER NOT NULL, time TEXT NOT NULL) STRICT;
            CREATE TABLE subtrees (
              height INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (height, position)
            ) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX one_intent_per_call ON entries (call) WHERE kind = 'call.intent';
            CREATE INDEX entries_by_call ON entries (call) WHERE call IS NOT NULL;
            CREATE INDEX entries_by_kind ON entries (kind);
            CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
            PRAGMA application_id = 0x48726D62;
            PRAGMA user_version = 1;
            """);
        var range = new CompactRange();
        Add(connection, range, 0, "host.started", null, """{"kind":"host.started","seq":0,"time":"2026-11-20T08:00:00.000Z","v":1,"version":"0.1.0"}""", 1);
        Add(connection, range, 1, "call.intent", "call_old", """{"call":"call_old","kind":"call.intent","seq":1,"time":"2026-11-20T08:00:01.000Z","tool":"files.write","v":1}""", 1);
        Add(connection, range, 2, "call.outcome", "call_old", """{"call":"call_old","ending":"completed","kind":"call.outcome","seq":2,"time":"2026-11-20T08:00:02.000Z","us":3,"v":1}""", 3);
        Add(connection, range, 3, "call.intent", "call_cut", """{"call":"call_cut","kind":"call.intent","seq":3,"time":"2026-11-20T08:00:03.000Z","tool":"files.write","v":1}""", 3);
    }

    private static void Add(SqliteConnection connection, CompactRange range, long sequence, string kind, string? call, string body, long settled)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var leaf = LeafHash.Of(bytes);
        range.Append(leaf, null);
        connection.Statement("INSERT INTO entries VALUES ($1, $2, $3, $4)", "$1", "$2", "$3", "$4").With(sequence, kind, call, leaf).ExecuteNonQuery();
        connection.Statement("INSERT INTO bodies VALUES ($1, $2)", "$1", "$2").With(sequence, bytes).ExecuteNonQuery();
        connection.Statement("INSERT INTO heads VALUES ($1, $2, $3, '')", "$1", "$2", "$3").With(range.Size, range.Root(), settled).ExecuteNonQuery();
    }
}
