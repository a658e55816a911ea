using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Entries;

/// <summary>
/// The tables of <c>audit.db</c>. What the tree is made of (<c>entries</c>) is apart from what may one day be erased (<c>bodies</c>): a leaf hash
/// and the intent of a call outlive the bytes. Rows are never changed: the triggers refuse that to every program that means no harm, and
/// verification finds the others.
/// </summary>
internal static class AuditSchema
{
    /// <summary>"Hrmb", so that a file of something else is told apart.</summary>
    public const int ApplicationId = 0x48726D62;

    public const int Version = 1;

    private static readonly string[] Tables = ["entries", "bodies", "heads", "subtrees"];

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
            ["one_intent_per_call"] = "CREATE UNIQUE INDEX one_intent_per_call ON entries (call) WHERE kind = 'call.intent'",
            ["entries_by_call"] = "CREATE INDEX entries_by_call ON entries (call) WHERE call IS NOT NULL",
            ["entries_by_kind"] = "CREATE INDEX entries_by_kind ON entries (kind)",
            // INSERT OR REPLACE deletes without asking the DELETE triggers, hence these.
            ["entries_no_replace"] = NoReplace("entries", "entries WHERE sequence = NEW.sequence OR (NEW.kind = 'call.intent' AND kind = 'call.intent' AND call = NEW.call)"),
            ["bodies_no_replace"] = NoReplace("bodies", "bodies WHERE sequence = NEW.sequence"),
            ["heads_no_replace"] = NoReplace("heads", "heads WHERE size = NEW.size"),
            ["subtrees_no_replace"] = NoReplace("subtrees", "subtrees WHERE height = NEW.height AND position = NEW.position"),
        };
        foreach (var table in Tables)
        {
            foreach (var verb in (string[])["update", "delete"])
            {
                objects[$"{table}_no_{verb}"] =
                    $"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.ToUpperInvariant()} ON {table} BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END";
            }
        }

        return objects;
    }

    private static string NoReplace(string table, string existing) =>
        $"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {existing}) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END";
}
