using Harombe.Host.Hosting;
using Microsoft.Data.Sqlite;

namespace Harombe.Host.Backups;

/// <summary>
/// Copies a data folder as it was at one moment, while a host writes it. For that moment the state's write lock is held and a snapshot of every database is
/// begun; the copying itself (SQLite's online backup, on those snapshots) holds up nobody. So no database knows of something that another does not: above all,
/// whatever the state says has run stands in the record.
/// </summary>
internal static class DataSnapshot
{
    private const string State = "state.db";
    private const int BusySeconds = 30;

    /// <exception cref="SqliteException">A database is damaged, or was held for too long.</exception>
    /// <exception cref="IOException">A file can't be read or written.</exception>
    public static void Copy(string data, IReadOnlyList<string> files, string into, CancellationToken cancellationToken)
    {
        var databases = files.Where(file => file.EndsWith(".db", StringComparison.Ordinal)).ToList();
        var open = new List<(string File, SqliteConnection Connection)>();
        try
        {
            Begin(data, databases, open);
            foreach (var (file, connection) in open)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var copy = Open(Prepared(into, file), SqliteOpenMode.ReadWriteCreate);
                connection.BackupDatabase(copy);
            }
        }
        finally
        {
            open.ForEach(one => one.Connection.Dispose());
        }

        foreach (var file in files.Except(databases))
        {
            cancellationToken.ThrowIfCancellationRequested();
            File.Copy(Path.Combine(data, file), Prepared(into, file));
        }
    }

    private static void Begin(string data, List<string> databases, List<(string File, SqliteConnection Connection)> open)
    {
        using var gate = databases.Contains(State) ? Open(Path.Combine(data, State), SqliteOpenMode.ReadWrite) : null;
        if (gate is not null)
        {
            Run(gate, "BEGIN IMMEDIATE");
        }

        foreach (var file in databases)
        {
            var connection = Open(Path.Combine(data, file), SqliteOpenMode.ReadWrite);
            open.Add((file, connection));
            Run(connection, "BEGIN");
            // A snapshot begins with the first read.
            Run(connection, "SELECT count(*) FROM sqlite_schema");
        }
    }

    private static string Prepared(string into, string file)
    {
        var path = Path.Combine(into, file);
        DataFolder.Make(Path.GetDirectoryName(path)!); // not null: it lies below the folder
        return path;
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = BusySeconds }.ToString());
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes a literal of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteScalar();
    }
}
