using System.Globalization;
using Harombe.Audit.Stretches;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Entries;

/// <summary>
/// The tables of <c>audit.db</c>. What the tree is made of (<c>entries</c>) is apart from what may one day be erased (<c>bodies</c>, <c>blobs</c>): a leaf
/// hash and the intent of a call outlive the bytes. Rows are never changed: the triggers refuse that to every program that means no harm, and
/// verification finds the others.
/// </summary>
internal static class AuditSchema
{
    /// <summary>"Hrmb", so that a file of something else is told apart.</summary>
    public const int ApplicationId = 0x48726D62;

    public const int Version = 3;

    private static readonly string[] Tables = ["entries", "bodies", "heads", "subtrees", "blobs", "blob_uses", "checkpoints", "erasures", "stretches"];
    private static readonly string[] Erasable = ["bodies", "blobs", "blob_uses", "stretches"];

    /// <summary>Every object of the schema by its name, as SQLite keeps it.</summary>
    public static IReadOnlyDictionary<string, string> Objects { get; } = Build();

    public static void Create(SqliteConnection connection)
    {
        foreach (var sql in Objects.Values)
        {
            connection.Run(sql);
        }

        connection.Run($"PRAGMA application_id = {ApplicationId}");
        connection.Run($"PRAGMA user_version = {Version}");
    }

    /// <summary>
    /// Brings a file of an earlier version to this one, inside the caller's transaction. Its entries, tree and heads stay as they are; indexes and triggers
    /// of version 1 are derived from them and made anew, version 2 lacks a table.
    /// </summary>
    public static void Migrate(SqliteConnection connection, long from)
    {
        if (from == 1)
        {
            DropDerived(connection);
        }

        var there = connection.Rows("SELECT type, name FROM sqlite_schema").Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, sql) in Objects.Where(one => !there.Contains(one.Key)))
        {
            connection.Run(sql);
        }

        connection.Run($"PRAGMA user_version = {Version}");
    }

    private static void DropDerived(SqliteConnection connection)
    {
        foreach (var (type, name) in connection.Rows("SELECT type, name FROM sqlite_schema WHERE type IN ('index', 'trigger') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"))
        {
            connection.Run($"DROP {type} {name}");
        }
    }

    /// <summary>The first way in which the schema differs from ours, or null.</summary>
    public static string? Difference(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
        using var rows = command.ExecuteReader();
        var missing = Objects.Keys.ToHashSet(StringComparer.Ordinal);
        while (rows.Read())
        {
            var (type, name) = (rows.GetString(0), rows.GetString(1));
            if (!missing.Remove(name))
            {
                return $"the {type} '{name}' was added";
            }

            if (rows.GetString(2) != Objects[name])
            {
                return $"the {type} '{name}' was changed";
            }
        }

        var gone = missing.Order(StringComparer.Ordinal).FirstOrDefault();
        return gone is null ? null : $"the {Objects[gone].Split(' ')[1].ToLowerInvariant().Replace("unique", "index", StringComparison.Ordinal)} '{gone}' is missing";
    }

    private static Dictionary<string, string> Build()
    {
        var objects = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["entries"] = """
                CREATE TABLE entries (
                  sequence INTEGER PRIMARY KEY,
                  kind TEXT NOT NULL,
                  call TEXT,
                  leaf BLOB NOT NULL CHECK (length(leaf) = 32)
                ) STRICT
                """,
            ["bodies"] = "CREATE TABLE bodies (sequence INTEGER PRIMARY KEY, bytes BLOB NOT NULL CHECK (length(bytes) <= 65535)) STRICT",
            // settled: every intent before this sequence number has its outcome. It bounds what a start has to look at.
            ["heads"] = "CREATE TABLE heads (size INTEGER PRIMARY KEY, root BLOB NOT NULL, settled INTEGER NOT NULL, time TEXT NOT NULL) STRICT",
            ["subtrees"] = """
                CREATE TABLE subtrees (
                  height INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (height, position)
                ) STRICT, WITHOUT ROWID
                """,
            ["blobs"] = "CREATE TABLE blobs (hash BLOB NOT NULL PRIMARY KEY, bytes BLOB NOT NULL) STRICT",
            ["blob_uses"] = "CREATE TABLE blob_uses (hash BLOB NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (sequence, hash)) STRICT, WITHOUT ROWID",
            // A checkpoint comes first with the log's own signature, and again when witnesses have cosigned it.
            ["checkpoints"] = "CREATE TABLE checkpoints (number INTEGER PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL) STRICT",
            ["erasures"] = "CREATE TABLE erasures (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, entry INTEGER NOT NULL) STRICT",
            // What a search may pass over, for each 1,024 entries. Derived from the bodies, and erased with the first of them.
            ["stretches"] = "CREATE TABLE stretches (number INTEGER PRIMARY KEY, earliest TEXT NOT NULL, latest TEXT NOT NULL, terms BLOB NOT NULL) STRICT",
            // An entry is in one of these two at most: what a call costs the writer is mostly the pages that it makes dirty.
            ["once_per_call"] = "CREATE UNIQUE INDEX once_per_call ON entries (call, kind) WHERE kind IN ('call.intent', 'call.outcome')",
            ["entries_by_call"] = "CREATE INDEX entries_by_call ON entries (call) WHERE call IS NOT NULL AND kind NOT IN ('call.intent', 'call.outcome')",
            ["own_entries"] = "CREATE INDEX own_entries ON entries (kind) WHERE kind IN ('audit.key', 'audit.erased')",
            ["blob_uses_by_hash"] = "CREATE INDEX blob_uses_by_hash ON blob_uses (hash)",
            // INSERT OR REPLACE deletes without asking the DELETE triggers, hence these.
            ["entries_no_replace"] = NoReplace(
                "entries", "NEW.sequence <= (SELECT max(sequence) FROM entries) OR (NEW.kind IN ('call.intent', 'call.outcome') AND EXISTS (SELECT 1 FROM entries WHERE call = NEW.call AND kind = NEW.kind AND kind IN ('call.intent', 'call.outcome')))"),
            ["bodies_no_replace"] = NoReplace("bodies", "NEW.sequence <= (SELECT max(sequence) FROM bodies)"),
            ["heads_no_replace"] = NoReplace("heads", "NEW.size <= (SELECT max(size) FROM heads)"),
            ["subtrees_no_replace"] = NoReplace("subtrees", "EXISTS (SELECT 1 FROM subtrees WHERE height = NEW.height AND position = NEW.position)"),
            ["blobs_no_replace"] = NoReplace("blobs", "EXISTS (SELECT 1 FROM blobs WHERE hash = NEW.hash)"),
            ["checkpoints_no_replace"] = NoReplace("checkpoints", "NEW.number <= (SELECT max(number) FROM checkpoints)"),
            ["stretches_no_replace"] = NoReplace("stretches", "NEW.number <= (SELECT max(number) FROM stretches)"),
            ["erasures_no_replace"] = NoReplace("erasures", "EXISTS (SELECT 1 FROM erasures WHERE first = NEW.first)"),
        };
        foreach (var table in Tables)
        {
            objects[$"{table}_no_update"] = Refuse(table, "update", "");
            objects[$"{table}_no_delete"] = Refuse(table, "delete", Erasable.Contains(table) ? Unless(table) : "");
        }

        return objects;
    }

    // What an erasure names may go; the entry that announces it is on stable storage by then.
    private static string Unless(string table) => table switch
    {
        "blobs" => " WHEN EXISTS (SELECT 1 FROM blob_uses WHERE hash = OLD.hash)",
        "stretches" => string.Create(
            CultureInfo.InvariantCulture, $" WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE first < (OLD.number + 1) * {Stretch.Length} AND last >= OLD.number * {Stretch.Length})"),
        _ => " WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE OLD.sequence BETWEEN first AND last)",
    };

    private static string NoReplace(string table, string condition) =>
        $"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END";

    private static string Refuse(string table, string verb, string condition) =>
        $"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.ToUpperInvariant()} ON {table}{condition} BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END";
}
