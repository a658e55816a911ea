using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Entries;

/// <summary>The file of the record and how connections to it are made.</summary>
internal sealed class AuditFile(AuditOptions options)
{
    /// <summary>Pages of 4 KiB in the write-ahead log before they are moved.</summary>
    public const int CheckpointPages = 8192;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path { get; } = System.IO.Path.GetFullPath(options.File);

    /// <summary>See <see cref="AuditOptions.BeforeMigration"/>.</summary>
    public Action? BeforeMigration => options.BeforeMigration;

    /// <summary>For reading beside the writer.</summary>
    public string Reading => new SqliteConnectionStringBuilder
    {
        DataSource = Path,
        Mode = SqliteOpenMode.ReadOnly,
        DefaultTimeout = options.BusySeconds,
    }.ConnectionString;

    /// <summary>
    /// Whether the files that were opened are still in their place. A deleted file would go on taking entries that nobody could ever read.
    /// </summary>
    public bool InPlace => File.Exists(Path) && File.Exists(Path + "-wal");

    /// <summary>The writer's connection: WAL, and an fsync before every commit returns.</summary>
    /// <param name="make">Whether a missing file is made.</param>
    /// <exception cref="SqliteException">The file can't be opened.</exception>
    /// <exception cref="IOException">The file can't be made, or is missing.</exception>
    public SqliteConnection OpenForWriting(bool make)
    {
        MakePrivate(make);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = options.BusySeconds,
        }.ConnectionString);
        try
        {
            connection.Open();
            connection.Run("PRAGMA synchronous = FULL");
            connection.Run("PRAGMA journal_size_limit = 67108864");
            // Moving pages from the write-ahead log into the file costs two more fsyncs: one commit in thousands, not one in a few dozen.
            connection.Run($"PRAGMA wal_autocheckpoint = {CheckpointPages}");
            // What is erased is overwritten.
            connection.Run("PRAGMA secure_delete = ON");
            connection.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {options.BusySeconds * 1000}"));
            if (connection.One("PRAGMA journal_mode = WAL") is not "wal" || connection.One("PRAGMA synchronous") is not 2L)
            {
                throw new IOException("SQLite would not switch to a write-ahead log with full synchronisation; the file system may lack shared memory.");
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // SQLite gives the -wal and -shm files the mode of the database.
    private void MakePrivate(bool make)
    {
        if (!make && !File.Exists(Path))
        {
            throw new FileNotFoundException("It was moved or deleted.");
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(options.Folder);
            return;
        }

        Directory.CreateDirectory(options.Folder, Private | UnixFileMode.UserExecute);
        if (!File.Exists(Path))
        {
            using var made = new FileStream(Path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = Private,
            });
            return;
        }

        if (File.GetUnixFileMode(Path) != Private)
        {
            File.SetUnixFileMode(Path, Private);
        }
    }
}
