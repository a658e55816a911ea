using Harombe.Core.State;
using Harombe.Host.State;
using Harombe.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using static Harombe.Tests.State.ScriptedAssembly;

namespace Harombe.Tests.State;

public sealed class MigrationTests : IDisposable
{
    private static readonly (string, string) First = ("0001_notes.sql", "CREATE TABLE notes (number INTEGER PRIMARY KEY);\nINSERT INTO notes VALUES (1)");
    private static readonly (string, string) Second = ("0002_more.sql", "INSERT INTO notes VALUES (2)");

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-03-01T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

    private string File => folder["state.db"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Migrations_are_applied_once_in_order_and_recorded()
    {
        Open(Station("notes", Second, First));
        Open(Station("notes", First, Second));
        Assert.Equal(["1", "2"], Column("SELECT number FROM notes ORDER BY number"));
        Assert.Equal(
            ["notes|1|notes|2026-03-01T12:00:00.0000000+00:00|64", "notes|2|more|2026-03-01T12:00:00.0000000+00:00|64"],
            Column("SELECT station || '|' || number || '|' || name || '|' || applied_at || '|' || length(sha256) FROM migrations ORDER BY number"));
    }

    [Fact]
    public void A_newer_build_applies_only_what_is_new()
    {
        Open(Station("notes", First));
        Open(Station("notes", First, Second), Station("links", ("0001_links.sql", "CREATE TABLE links (note INTEGER REFERENCES notes (number))")));
        Assert.Equal(["links 1", "notes 1", "notes 2"], Column("SELECT station || ' ' || number FROM migrations ORDER BY station, number"));
    }

    [Fact]
    public void A_station_that_was_added_twice_counts_once()
    {
        var station = Station("notes", First);
        Open(station, station with { });
        Assert.Equal(["1"], Column("SELECT number FROM notes"));
    }

    [Fact]
    public void Line_ends_of_a_checkout_do_not_change_a_migration()
    {
        Open(Station("notes", First));
        Open(Station("notes", (First.Item1, First.Item2.ReplaceLineEndings("\r\n"))));
    }

    public static TheoryData<string, StateMigrations[], string> Misfits { get; } = new()
    {
        { "older build", [Station("notes", First)], "ahead of this build: 'notes' stands at 0002, this build knows 0001" },
        { "build without the station", [Station("links", ("0001_links.sql", "SELECT 1"))], "tables of 'notes', which this build does not know" },
        { "build without stations", [], "tables of 'notes', which this build does not know" },
        { "changed text", [Station("notes", First, (Second.Item1, "INSERT INTO notes VALUES (3)"))], "'notes 0002_more' is not the one that was applied" },
        { "changed name", [Station("notes", First, ("0002_others.sql", Second.Item2))], "'notes 0002_others' is not the one that was applied" },
        { "hole in the build", [Station("notes", First, Second, ("0004_x.sql", "SELECT 1"))], "should have migration 0003 next, not 'notes 0004_x'" },
        { "same number twice", [Station("notes", First, Second, ("0002_x.sql", "SELECT 1"))], "should have migration 0003 next" },
        { "name without number", [Station("notes", First, Second, ("more.sql", "SELECT 1"))], "'more.sql' of station 'notes' is not named like" },
        { "no migration at all", [Station("notes")], "has no migration named" },
        { "two owners", [Station("notes", First, Second), Station("notes", First)], "Two stations call their tables 'notes'" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_build_that_does_not_fit_the_database_is_refused_and_changes_nothing(string build, StateMigrations[] stations, string reason)
    {
        Open(Station("notes", First, Second));
        var before = Everything();
        // A station that would fit stands in front, to see that nothing of it is applied either.
        var refused = Assert.Throws<StateStoreException>(() => Open([Station("fitting", ("0001_fitting.sql", "CREATE TABLE fitting (x)")), .. stations]));
        Assert.True(refused.Message.Contains(reason, StringComparison.Ordinal), $"{build}: {refused.Message}");
        Assert.NotEmpty(refused.Remedy);
        Assert.EndsWith(refused.Remedy, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Everything());
    }

    [Fact]
    public void A_record_of_migrations_with_a_hole_is_refused()
    {
        Open(Station("notes", First, Second));
        Column("DELETE FROM migrations WHERE number = 1");
        var refused = Assert.Throws<StateStoreException>(() => Open(Station("notes", First, Second)));
        Assert.Contains("record of 'notes' lacks migration 0001", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_migration_that_fails_is_undone_whole_and_the_ones_before_it_stay()
    {
        var broken = ("0002_more.sql", "CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)");
        var refused = Assert.Throws<StateStoreException>(() => Open(Station("notes", First, broken)));
        Assert.Contains("'notes 0002_more' failed and was undone", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Column("SELECT name FROM sqlite_master WHERE name = 'half'"));
        Open(Station("notes", First, Second));
        Assert.Equal(["1", "2"], Column("SELECT number FROM notes ORDER BY number"));
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_left_alone()
    {
        Column("CREATE TABLE theirs (x)");
        var refused = Assert.Throws<StateStoreException>(() => Open(Station("notes", First)));
        Assert.Contains("was not made by Harombe", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["theirs"], Column("SELECT name FROM sqlite_master"));
    }

    private void Open(params StateMigrations[] stations) => SqliteStateStore.Open(File, stations, time).Dispose();

    private List<string> Everything() =>
        [.. Column("SELECT name FROM sqlite_master ORDER BY name"), .. Column("SELECT station || number FROM migrations ORDER BY 1"), .. Column("SELECT number FROM notes")];

    private List<string> Column(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var values = new List<string>();
        while (rows.Read())
        {
            values.Add(rows.GetString(0));
        }

        return values;
    }
}
