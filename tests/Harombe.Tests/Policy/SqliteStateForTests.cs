using System.Data.Common;
using Harombe.Core.State;
using Microsoft.Data.Sqlite;

namespace Harombe.Tests.Policy;

/// <summary>State in a real SQLite file, one connection a time: enough to test tables with.</summary>
internal sealed class SqliteStateForTests(string path) : IStateStore
{
    private readonly Lock oneWriter = new();
    private readonly string connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();

    public void Migrate(StateMigrations migrations)
    {
        using var connection = Open();
        foreach (var name in migrations.Assembly.GetManifestResourceNames().Where(name => name.StartsWith(migrations.Prefix + ".", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(migrations.Assembly.GetManifestResourceStream(name)!);
            using var command = connection.CreateCommand();
            command.CommandText = reader.ReadToEnd();
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Runs after each read: the moment in which another attempt may get in between.</summary>
    public Func<Task> AfterRead { get; set; } = () => Task.CompletedTask;

    /// <summary>Lets nobody go on who has read before so many have.</summary>
    public void GatherReaders(int count)
    {
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = 0;
        AfterRead = () =>
        {
            if (Interlocked.Increment(ref read) == count)
            {
                all.SetResult();
            }

            return all.Task;
        };
    }

    public async ValueTask<T> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken cancellationToken)
    {
        T result;
        using (var connection = Open())
        {
            result = read(connection);
        }

        await AfterRead();
        return result;
    }

    public ValueTask<T> WriteAsync<T>(Func<DbConnection, T> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (oneWriter)
        {
            using var connection = Open();
            using var transaction = connection.BeginTransaction();
            var result = write(connection);
            transaction.Commit();
            return ValueTask.FromResult(result);
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 30000;";
        command.ExecuteNonQuery();
        return connection;
    }
}
