using System.Data.Common;
using Harombe.Host.State;
using Harombe.Testing;
using Microsoft.Data.Sqlite;

namespace Harombe.Tests.State;

public sealed class SqliteStateStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteStateStore store;

    public SqliteStateStoreTests() => store = Open(File);

    private string File => folder["state.db"];

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_was_written_is_seen_by_a_second_store_on_the_same_file()
    {
        await Add(store, 7);
        using var second = Open(File);
        Assert.Equal([7], await Notes(second));
    }

    [Fact]
    public async Task What_was_written_outlives_a_host_that_never_closed_its_files()
    {
        await Add(store, 1);
        await Add(store, 2);
        using var crashed = Open(CopyAsAfterACrash());
        Assert.Equal([1, 2], await Notes(crashed));
    }

    [Fact]
    public async Task A_change_that_was_cut_off_on_its_way_to_the_disk_takes_nothing_else_with_it()
    {
        await Add(store, 1);
        var whole = new FileInfo(File + "-wal").Length;
        await Add(store, 2);
        var copy = CopyAsAfterACrash();
        using (var log = new FileStream(copy + "-wal", FileMode.Open))
        {
            Assert.True(log.Length > whole + 100);
            log.SetLength(whole + 100);
        }

        using var crashed = Open(copy);
        Assert.Equal([1], await Notes(crashed));
    }

    [Fact]
    public async Task A_change_whose_function_throws_is_undone()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () => await store.WriteAsync<int>(
            connection =>
            {
                Run(connection, "INSERT INTO notes VALUES (1)");
                throw new InvalidTimeZoneException();
            },
            CancellationToken.None));
        Assert.Empty(await Notes(store));
        await Add(store, 2);
        Assert.Equal([2], await Notes(store));
    }

    [Fact]
    public async Task A_change_that_breaks_a_reference_is_undone()
    {
        await Assert.ThrowsAsync<SqliteException>(async () => await store.WriteAsync(
            connection => Run(connection, "INSERT INTO replies VALUES (99)"), CancellationToken.None));
        Assert.Empty(await Notes(store));
    }

    [Fact]
    public async Task A_read_sees_the_state_as_it_was_when_it_began()
    {
        var (before, after) = await store.ReadAsync(
            connection =>
            {
                var first = Numbers(connection).Count;
                using var other = new SqliteConnection($"Data Source={File};Pooling=False");
                other.Open();
                Run(other, "INSERT INTO notes VALUES (5)");
                return (first, Numbers(connection).Count);
            },
            CancellationToken.None);
        Assert.Equal((0, 0), (before, after));
        Assert.Equal([5], await Notes(store));
    }

    [Fact]
    public async Task A_read_can_change_nothing()
    {
        var refused = await Assert.ThrowsAsync<SqliteException>(async () => await store.ReadAsync(
            connection => Run(connection, "INSERT INTO notes VALUES (1)"), CancellationToken.None));
        Assert.Contains("readonly", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writers_never_overlap()
    {
        await Add(store, 0);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await store.WriteAsync(
            connection => Run(connection, $"UPDATE notes SET number = {Numbers(connection)[0] + 1}"), CancellationToken.None))));
        Assert.Equal([50], await Notes(store));
    }

    [Fact]
    public async Task A_writer_has_the_file_to_itself_before_its_first_change_even_against_another_process()
    {
        await store.WriteAsync(
            _ =>
            {
                using var other = new SqliteConnection($"Data Source={File};Pooling=False;Default Timeout=1");
                other.Open();
                var refused = Assert.Throws<SqliteException>(() => Run(other, "INSERT INTO notes VALUES (1)"));
                Assert.Contains("locked", refused.Message, StringComparison.Ordinal);
                return 0;
            },
            CancellationToken.None);
        Assert.Empty(await Notes(store));
    }

    [Fact]
    public async Task More_readers_than_there_are_connections_all_get_their_turn()
    {
        await Add(store, 3);
        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await Notes(store))));
        Assert.All(all, notes => Assert.Equal([3], notes));
    }

    [Fact]
    public async Task A_writer_that_waits_can_be_cancelled_and_changes_nothing()
    {
        using var inside = new SemaphoreSlim(0);
        using var leave = new ManualResetEventSlim();
        var first = Task.Run(async () => await store.WriteAsync(
            _ =>
            {
                inside.Release();
                leave.Wait();
                return 0;
            },
            CancellationToken.None));
        await inside.WaitAsync();
        using var cancel = new CancellationTokenSource();
        var second = store.WriteAsync(connection => Run(connection, "INSERT INTO notes VALUES (1)"), cancel.Token).AsTask();
        Assert.False(second.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        leave.Set();
        await first;
        Assert.Empty(await Notes(store));
    }

    [Fact]
    public async Task A_caller_that_has_given_up_already_is_not_served()
    {
        var gone = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.ReadAsync(_ => 0, gone));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.WriteAsync(_ => 0, gone));
    }

    [Theory]
    [InlineData("journal_mode", "wal", "readers must not stop the writer")]
    [InlineData("synchronous", "2", "2 is FULL: a commit is on the disk")]
    [InlineData("foreign_keys", "1", "references hold")]
    [InlineData("busy_timeout", "5000", "a backup that reads the file is waited for")]
    public async Task The_writer_is_set_up(string pragma, string expected, string because)
    {
        var actual = await store.WriteAsync(connection => Ask(connection, $"PRAGMA {pragma}"), CancellationToken.None);
        Assert.True(expected == actual, $"{pragma} is {actual}, but {because}.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    [InlineData("-shm")]
    public async Task Only_its_owner_may_read_the_state(string part)
    {
        await Add(store, 1);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File + part));
        }
    }

    [Fact]
    public void A_state_that_others_could_read_is_closed_to_them_when_it_is_opened()
    {
        if (!OperatingSystem.IsWindows())
        {
            store.Dispose();
            System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            using var again = Open(File);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }
    }

    [Fact]
    public async Task A_closed_store_leaves_one_whole_file_and_serves_nobody()
    {
        await Add(store, 1);
        await Notes(store);
        store.Dispose();
        store.Dispose();
        Assert.Equal(["state.db"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Notes(store));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Add(store, 2));
    }

    private static SqliteStateStore Open(string file) => SqliteStateStore.Open(
        file,
        [
            ScriptedAssembly.Station(
                "notes",
                ("0001_notes.sql", "CREATE TABLE notes (number INTEGER PRIMARY KEY); CREATE TABLE replies (note INTEGER REFERENCES notes (number))")),
        ],
        TimeProvider.System);

    private string CopyAsAfterACrash()
    {
        var crash = Directory.CreateDirectory(folder["crash"]).FullName;
        foreach (var part in (string[])["", "-wal"])
        {
            System.IO.File.Copy(File + part, Path.Combine(crash, "state.db" + part));
        }

        return Path.Combine(crash, "state.db");
    }

    private static ValueTask<int> Add(SqliteStateStore store, int number) =>
        store.WriteAsync(connection => Run(connection, $"INSERT INTO notes VALUES ({number})"), CancellationToken.None);

    private static ValueTask<List<long>> Notes(SqliteStateStore store) => store.ReadAsync(Numbers, CancellationToken.None);

    private static List<long> Numbers(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT number FROM notes ORDER BY number";
        using var rows = command.ExecuteReader();
        var numbers = new List<long>();
        while (rows.Read())
        {
            numbers.Add(rows.GetInt64(0));
        }

        return numbers;
    }

    private static int Run(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private static string? Ask(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
