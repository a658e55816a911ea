using Harombe.Core.State;
using Harombe.Host.State;
using Harombe.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Harombe.Tests.State;

public sealed class StateFileTests : IDisposable
{
    private static readonly StateMigrations Notes = ScriptedAssembly.Station(
        "notes",
        ("0001_notes.sql", "CREATE TABLE notes (number INTEGER PRIMARY KEY, text TEXT); CREATE INDEX notes_text ON notes (text)"));

    private readonly TemporaryFolder folder = new();

    private string File => folder["state.db"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        var text = string.Join('\n', Enumerable.Repeat("This is somebody's diary.", 100));
        System.IO.File.WriteAllText(File, text);
        Assert.Contains("is damaged or is no database", Refusal(), StringComparison.Ordinal);
        Assert.Equal(text, System.IO.File.ReadAllText(File));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public async Task A_database_that_was_cut_short_is_refused(double kept)
    {
        await Fill();
        using (var file = new FileStream(File, FileMode.Open))
        {
            file.SetLength((long)(file.Length * kept));
        }

        Assert.Contains("is damaged or is no database", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_with_a_damaged_page_is_refused_at_start_and_not_when_the_page_is_met()
    {
        await Fill();
        using (var file = new FileStream(File, FileMode.Open))
        {
            file.Position = file.Length / 2 / 4096 * 4096;
            file.Write(Enumerable.Repeat((byte)0x5a, 4096).ToArray());
        }

        Assert.Contains("is damaged or is no database", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_folder_that_does_not_exist_is_refused()
    {
        var refused = Assert.Throws<StateStoreException>(() => SqliteStateStore.Open(folder["none/state.db"], [Notes], TimeProvider.System));
        Assert.Contains("The data folder must exist", refused.Remedy, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["none"]));
    }

    [Fact]
    public async Task A_host_whose_state_is_damaged_does_not_start()
    {
        System.IO.File.WriteAllText(File, new string('x', 5000));
        using var host = HostOver(File);
        var refused = await Assert.ThrowsAsync<StateStoreException>(() => host.StartAsync());
        Assert.Contains("harombe restore", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_opens_and_migrates_its_state_when_it_starts_and_closes_it_when_it_ends()
    {
        using (var host = HostOver(File))
        {
            await host.StartAsync();
            Assert.True(System.IO.File.Exists(File + "-wal"));
            await host.StopAsync();
        }

        Assert.Equal(["state.db"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    private static IHost HostOver(string file)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(Notes);
        builder.Services.AddStateStore(file);
        return builder.Build();
    }

    private async Task Fill()
    {
        using var store = SqliteStateStore.Open(File, [Notes], TimeProvider.System);
        await store.WriteAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText =
                    """
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
                    INSERT INTO notes SELECT i, printf('%0200d', i) FROM n
                    """;
                return command.ExecuteNonQuery();
            },
            CancellationToken.None);
    }

    private string Refusal() => Assert.Throws<StateStoreException>(() => SqliteStateStore.Open(File, [Notes], TimeProvider.System)).Message;
}
