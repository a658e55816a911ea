using Microsoft.Data.Sqlite;

namespace Harombe.Host.State;

/// <summary>The database file and the only two ways to open it.</summary>
internal sealed class StateFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int NotADatabase = 26;
    private const int Corrupt = 11;

    /// <summary>Opens the writer, making the file when there is none, and reads it through once.</summary>
    /// <exception cref="StateStoreException">The file can't be made or read, or is damaged.</exception>
    public SqliteConnection OpenWriter()
    {
        try
        {
            Protect();
            var connection = Open(SqliteOpenMode.ReadWrite);
            try
            {
                Prepare(connection);
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (SqliteException e) when (e.SqliteErrorCode is NotADatabase or Corrupt)
        {
            throw Damaged(e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new StateStoreException(
                $"The state '{path}' can't be opened: {e.Message}",
                "The data folder must exist and be writable for the user that runs Harombe, and no other program may hold the file.",
                e);
        }
    }

    /// <summary>Opens a connection that changes nothing, and reads the file through once. There may be a writer or none.</summary>
    /// <exception cref="StateStoreException">The file can't be read, is damaged, or is not ours.</exception>
    public SqliteConnection OpenToExamine()
    {
        SqliteConnection? connection = null;
        try
        {
            connection = Open(SqliteOpenMode.ReadWrite);
            Execute(connection, "PRAGMA query_only = ON");
            if (Ask(connection, "PRAGMA quick_check(1)") is var finding && finding != "ok")
            {
                throw Damaged(finding, null);
            }

            if (Ask(connection, "SELECT name FROM sqlite_master WHERE name = 'migrations'").Length == 0)
            {
                throw new StateStoreException($"The state '{path}' was not made by Harombe.", "Correct the path of the data folder, or move the file away.");
            }

            return connection;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is NotADatabase or Corrupt)
        {
            connection?.Dispose();
            throw Damaged(e.Message, e);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that can't write. The writer must be open: it keeps the shared files of the write-ahead log in being.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = Open(SqliteOpenMode.ReadOnly);
        Execute(connection, "PRAGMA busy_timeout = 5000");
        return connection;
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            // The pool is ours: the provider's would hold the file open after we closed it.
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        connection.Open();
        return connection;
    }

    // SQLite gives its side files the mode of the main file, so this protects them too.
    private void Protect()
    {
        if (OperatingSystem.IsWindows())
        {
            using var made = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            return;
        }

        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            UnixCreateMode = OwnerOnly,
        });
        File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
    }

    private void Prepare(SqliteConnection connection)
    {
        Execute(connection, "PRAGMA busy_timeout = 5000");
        // Reading everything costs a second per gigabyte at start; a damaged page that is met later costs a conversation.
        if (Ask(connection, "PRAGMA quick_check(1)") is var finding && finding != "ok")
        {
            throw Damaged(finding, null);
        }

        if (Ask(connection, "PRAGMA journal_mode = WAL") != "wal")
        {
            throw new StateStoreException(
                $"The file system of '{path}' has no shared memory for a write-ahead log.", "Put the data folder on a local disk.");
        }

        Execute(connection, "PRAGMA synchronous = FULL");
        Execute(connection, "PRAGMA foreign_keys = ON");
    }

    private StateStoreException Damaged(string finding, Exception? cause) => new(
        $"The state '{path}' is damaged or is no database: {finding}",
        "Go back with 'harombe restore <backup> --replace', or move it away to begin with an empty one; its conversations and open questions are lost then.",
        cause);

    private static void Execute(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragma;
        command.ExecuteNonQuery();
    }

    private static string Ask(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragma;
        return command.ExecuteScalar() as string ?? "";
    }
}
