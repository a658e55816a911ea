using Harombe.Host.Alerts;
using Harombe.Host.Configuration;
using Harombe.HostTests.Diagnosis;
using Harombe.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.HostTests.Alerts;

public sealed class VerificationWatchTests
{
    [Fact]
    public async Task A_record_that_was_changed_behind_the_hosts_back_is_found_by_the_host_itself()
    {
        using var folder = new TemporaryFolder();
        await DataTemplate.CopyAsync(folder["data"]);
        using (var connection = new SqliteConnection($"Data Source={folder["data/audit.db"]};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DROP TRIGGER bodies_no_update; UPDATE bodies SET bytes = CAST(replace(CAST(bytes AS TEXT), 'owner', 'other') AS BLOB)";
            command.ExecuteNonQuery();
        }

        var environment = new Dictionary<string, string> { ["HAROMBE__DATA__FOLDER"] = folder["data"] };
        var loaded = Assert.IsType<ConfigurationOutcome.Loaded>(ConfigurationLoading.Load(new ConfigurationSources(null, folder.Path, environment, [])));
        var clock = new FakeTimeProvider();
        var watch = new AlertWatch(loaded.Configuration.Alerts, clock);
        using var verification = new VerificationWatch(loaded.Configuration, watch, clock, NullLogger<VerificationWatch>.Instance);

        await verification.StartAsync(CancellationToken.None);
        var raised = watch.Raised.ReadAsync().AsTask();
        await Eventually.SeeAsync("the alert", () =>
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            return Task.FromResult(raised.IsCompleted ? "yes" : null);
        });

        Assert.Equal("record.tampered", (await raised).Kind);
        await verification.StopAsync(CancellationToken.None);
    }
}
