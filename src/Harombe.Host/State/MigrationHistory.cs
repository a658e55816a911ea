using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Harombe.Host.State;

/// <summary>
/// What was done to a database, against what this build would have done. Everything is checked before the first step is taken, so that a
/// database that is refused is left as it was found.
/// </summary>
internal sealed class MigrationHistory(SqliteConnection connection, TimeProvider time)
{
    private const string Restore = "Start the version of Harombe that wrote it, or go back with 'harombe restore <file> --replace': a newer version leaves a backup in backups/ of the data folder before it changes anything.";

    /// <summary>Brings the tables of all stations up to this build.</summary>
    /// <param name="stations">The migrations of each station.</param>
    /// <param name="beforeChange">Runs once before tables that hold something are changed; what it throws stops the migration.</param>
    /// <exception cref="StateStoreException">The database is another program's, ahead of this build, or was migrated by other steps.</exception>
    public void BringUpTo(IReadOnlyList<IReadOnlyList<Migration>> stations, Action beforeChange)
    {
        Begin();
        var due = Due(stations);
        if (due.Count > 0 && due.Count < stations.Sum(migrations => migrations.Count))
        {
            beforeChange();
        }

        due.ForEach(Apply);
    }

    /// <summary>What is still to be applied, in order; the database was checked against all of it.</summary>
    /// <exception cref="StateStoreException">The database is another program's, ahead of this build, or was migrated by other steps.</exception>
    public List<Migration> Due(IReadOnlyList<IReadOnlyList<Migration>> stations)
    {
        var applied = Applied();
        var known = stations.ToDictionary(migrations => migrations[0].Station, StringComparer.Ordinal);
        if (applied.Keys.FirstOrDefault(station => !known.ContainsKey(station)) is { } stranger)
        {
            throw new StateStoreException($"The database has tables of '{stranger}', which this build does not know.", Restore);
        }

        foreach (var migrations in stations)
        {
            Check(migrations, applied.GetValueOrDefault(migrations[0].Station, []));
        }

        return [.. stations.SelectMany(migrations => migrations.Skip(applied.GetValueOrDefault(migrations[0].Station, []).Count))];
    }

    private static void Check(IReadOnlyList<Migration> migrations, List<Step> applied)
    {
        for (var i = 0; i < applied.Count; i++)
        {
            var step = applied[i];
            if (step.Number != i + 1)
            {
                throw new StateStoreException(
                    $"The database's own record of '{migrations[0].Station}' lacks migration {i + 1:0000}.", Restore);
            }

            if (i >= migrations.Count)
            {
                throw new StateStoreException(
                    $"The database is ahead of this build: '{migrations[0].Station}' stands at {applied.Count:0000}, this build knows {migrations.Count:0000}.",
                    Restore);
            }

            if (step.Name != migrations[i].Name || step.Sha256 != migrations[i].Sha256)
            {
                throw new StateStoreException($"Migration '{migrations[i]}' is not the one that was applied to the database.", Restore);
            }
        }
    }

    // The record of migrations is the first table ever made, so a database with tables but without it was not begun by us.
    private void Begin()
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT COUNT(*), COUNT(*) FILTER (WHERE name = 'migrations') FROM sqlite_master WHERE type = 'table'
            """;
        using (var row = command.ExecuteReader())
        {
            row.Read();
            if (row.GetInt64(0) > 0 && row.GetInt64(1) == 0)
            {
                throw new StateStoreException(
                    "The database was not made by Harombe.", "Correct the path of the data folder, or move the file away.");
            }
        }

        command.CommandText =
            """
            CREATE TABLE IF NOT EXISTS migrations (
                station    TEXT    NOT NULL,
                number     INTEGER NOT NULL,
                name       TEXT    NOT NULL,
                applied_at TEXT    NOT NULL,
                sha256     TEXT    NOT NULL,
                PRIMARY KEY (station, number)
            )
            """;
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    private Dictionary<string, List<Step>> Applied()
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT station, number, name, sha256 FROM migrations ORDER BY station, number
            """;
        using var rows = command.ExecuteReader();
        var applied = new Dictionary<string, List<Step>>(StringComparer.Ordinal);
        while (rows.Read())
        {
            var station = rows.GetString(0);
            if (!applied.TryGetValue(station, out var steps))
            {
                applied[station] = steps = [];
            }

            steps.Add(new Step(rows.GetInt64(1), rows.GetString(2), rows.GetString(3)));
        }

        return applied;
    }

    private void Apply(Migration migration)
    {
        try
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            using var command = connection.CreateCommand();
            command.CommandText = migration.Sql;
            command.ExecuteNonQuery();
            command.CommandText =
                """
                INSERT INTO migrations (station, number, name, applied_at, sha256) VALUES (@station, @number, @name, @at, @sha256)
                """;
            command.Parameters.AddWithValue("@station", migration.Station);
            command.Parameters.AddWithValue("@number", migration.Number);
            command.Parameters.AddWithValue("@name", migration.Name);
            command.Parameters.AddWithValue("@at", time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
            command.Parameters.AddWithValue("@sha256", migration.Sha256);
            command.ExecuteNonQuery();
            transaction.Commit();
        }
        catch (SqliteException e)
        {
            throw new StateStoreException(
                $"Migration '{migration}' failed and was undone: {e.Message}", "Free disk space if it ran out and start again; otherwise report this.", e);
        }
    }

    private sealed record Step(long Number, string Name, string Sha256);
}
