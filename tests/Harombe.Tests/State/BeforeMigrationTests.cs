using Harombe.Core.State;
using Harombe.Host.State;
using Harombe.Testing;
using static Harombe.Tests.State.ScriptedAssembly;

namespace Harombe.Tests.State;

public sealed class BeforeMigrationTests : IDisposable
{
    private static readonly (string, string) First = ("0001_notes.sql", "CREATE TABLE notes (number INTEGER PRIMARY KEY)");
    private static readonly (string, string) Second = ("0002_more.sql", "INSERT INTO notes VALUES (2)");

    private readonly TemporaryFolder folder = new();
    private int backups;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_database_that_holds_something_is_backed_up_once_before_it_is_changed_and_else_never()
    {
        Open(Station("notes", First));
        Assert.Equal(0, backups);
        Open(Station("notes", First));
        Assert.Equal(0, backups);
        Open(Station("notes", First, Second), Station("links", ("0001_links.sql", "CREATE TABLE links (note INTEGER)")));
        Assert.Equal(1, backups);
    }

    [Fact]
    public void Without_the_backup_nothing_is_migrated()
    {
        Open(Station("notes", First));
        var stations = new[] { Station("notes", First, Second) };

        var refused = Assert.Throws<StateStoreException>(() =>
            SqliteStateStore.Open(folder["state.db"], stations, TimeProvider.System, () => throw new StateStoreException("No room.", "Make some.")));
        Open(Station("notes", First));

        Assert.Equal("No room. Make some.", refused.Message);
    }

    private void Open(params StateMigrations[] stations) =>
        SqliteStateStore.Open(folder["state.db"], stations, TimeProvider.System, () => backups++).Dispose();
}
