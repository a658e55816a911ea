using System.Globalization;
using Harombe.Audit.Entries;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Checkpoints;

/// <summary>The checkpoints in the file.</summary>
internal static class StoredCheckpoints
{
    /// <summary>Adds one. Durable when it returns.</summary>
    public static void Add(SqliteConnection connection, long size, SignedNote note)
    {
        using var add = connection.Statement("INSERT INTO checkpoints (number, size, note) SELECT coalesce(max(number), 0) + 1, $1, $2 FROM checkpoints", "$1", "$2");
        add.With(size, note.ToString()).ExecuteNonQuery();
    }

    /// <summary>The last one, or null.</summary>
    public static SignedNote? Last(SqliteConnection connection) =>
        SignedNote.TryParse(connection.One("SELECT note FROM checkpoints ORDER BY number DESC LIMIT 1") as string, out var note) ? note : null;

    /// <summary>All, oldest first; those that are no notes are null.</summary>
    public static IEnumerable<(long Number, long Size, SignedNote? Note)> All(SqliteConnection connection)
    {
        using var command = connection.Statement("SELECT number, size, note FROM checkpoints ORDER BY number");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return (rows.GetInt64(0), rows.GetInt64(1), SignedNote.TryParse(rows.GetString(2), out var note) ? note : null);
        }
    }

    /// <summary>The key that the log announced last, or null.</summary>
    public static string? AnnouncedKey(SqliteConnection connection)
    {
        var body = connection.One(
            """
            SELECT b.bytes FROM entries e JOIN bodies b USING (sequence)
            WHERE e.kind = 'audit.key' AND e.kind IN ('audit.key', 'audit.erased') ORDER BY e.sequence DESC LIMIT 1
            """);
        if (body is not byte[] bytes)
        {
            return null;
        }

        using var entry = System.Text.Json.JsonDocument.Parse(bytes);
        return entry.RootElement.GetProperty("key").GetString();
    }

    /// <summary>How many entries the last head covers.</summary>
    public static long Size(SqliteConnection connection) =>
        Convert.ToInt64(connection.One("SELECT max(size) FROM heads") ?? 0L, CultureInfo.InvariantCulture);
}
