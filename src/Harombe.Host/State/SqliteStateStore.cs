using System.Collections.Concurrent;
using System.Data.Common;
using Harombe.Core.State;
using Microsoft.Data.Sqlite;

namespace Harombe.Host.State;

/// <summary>
/// The state in one SQLite file with a write-ahead log: one writer at a time, a few readers beside it that see what was committed when they began.
/// A change is on the disk when <see cref="WriteAsync"/> returns. Thread-safe.
/// </summary>
internal sealed class SqliteStateStore : IStateStore, IDisposable
{
    private const int MaxReaders = 4;

    private readonly StateFile file;
    private readonly SqliteConnection writer;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly SemaphoreSlim reading = new(MaxReaders, MaxReaders);
    private readonly ConcurrentBag<SqliteConnection> idleReaders = [];
    private volatile bool closed;

    private SqliteStateStore(StateFile file, SqliteConnection writer)
    {
        this.file = file;
        this.writer = writer;
    }

    /// <summary>Opens the file, making it when there is none, and brings every station's tables up to this build.</summary>
    /// <exception cref="StateStoreException">It can't be opened, is damaged, or doesn't fit this build. Its message ends with the remedy.</exception>
    public static SqliteStateStore Open(string path, IEnumerable<StateMigrations> stations, TimeProvider time, Action? beforeMigration = null)
    {
        var migrations = Read(stations);
        var file = new StateFile(Path.GetFullPath(path));
        var writer = file.OpenWriter();
        try
        {
            new MigrationHistory(writer, time).BringUpTo(migrations, beforeMigration ?? (static () => { }));
            return new SqliteStateStore(file, writer);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Reads the file through and compares it with this build, changing nothing; a host may be using it.</summary>
    /// <returns>How many migrations the next start would apply.</returns>
    /// <exception cref="StateStoreException">It can't be read, is damaged, or doesn't fit this build.</exception>
    public static int Examine(string path, IEnumerable<StateMigrations> stations)
    {
        using var connection = new StateFile(Path.GetFullPath(path)).OpenToExamine();
        return new MigrationHistory(connection, TimeProvider.System).Due(Read(stations)).Count;
    }

    public async ValueTask<T> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(closed, this);
            var reader = idleReaders.TryTake(out var idle) ? idle : file.OpenReader();
            try
            {
                using var snapshot = reader.BeginTransaction(deferred: true);
                return read(reader);
            }
            finally
            {
                idleReaders.Add(reader);
            }
        }
        finally
        {
            reading.Release();
        }
    }

    public async ValueTask<T> WriteAsync<T>(Func<DbConnection, T> write, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(closed, this);
            // Immediate: a transaction that began as a reader could find at its first change that it may not become a writer.
            using var transaction = writer.BeginTransaction(deferred: false);
            var result = write(writer);
            transaction.Commit();
            return result;
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Waits for what runs, then closes. Readers go first, so that the writer is last and folds the log into the file.</summary>
    public void Dispose()
    {
        if (closed)
        {
            return;
        }

        closed = true;
        writing.Wait();
        for (var i = 0; i < MaxReaders; i++)
        {
            reading.Wait();
        }

        foreach (var reader in idleReaders)
        {
            reader.Dispose();
        }

        writer.Dispose();
        // Whoever still waits must learn that it is closed instead of waiting for ever.
        reading.Release(MaxReaders);
        writing.Release();
    }

    private static List<IReadOnlyList<Migration>> Read(IEnumerable<StateMigrations> stations)
    {
        // A station that was added twice is one station.
        var distinct = stations.Distinct().ToList();
        if (distinct.GroupBy(station => station.Station, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new StateStoreException(
                $"Two stations call their tables '{twice.Key}'.", "This build is broken; install another.");
        }

        return distinct.ConvertAll(Migration.Of);
    }
}
