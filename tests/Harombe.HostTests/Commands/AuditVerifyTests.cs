using System.Text.Json;
using Harombe.Host.Commands;
using Microsoft.Data.Sqlite;

namespace Harombe.HostTests.Commands;

public sealed class AuditVerifyTests : IDisposable
{
    private readonly CommandLineRun run = new();

    private string File => Path.Combine(run.Data, "audit.db");

    [Fact]
    public async Task Intact_log_is_proved_offline_and_its_head_is_accepted_later()
    {
        await StoreAsync("a/one");
        Assert.Equal(0, await run.RunAsync("audit", "verify", "--json"));
        using var verdict = JsonDocument.Parse(run.Out);
        var head = verdict.RootElement.GetProperty("head").GetString()!;
        await StoreAsync("a/two");
        Assert.Equal(0, await run.RunAsync("audit", "verify", "--expect-head", head));
        Assert.Contains("offline", run.Error, StringComparison.Ordinal);
        Assert.Contains("intact: 2 entries", run.Out, StringComparison.Ordinal);
        Assert.Contains("agrees with the first 1 entries", run.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Tampered, await run.RunAsync("audit", "verify", "--expect-head", $"1:{new string('0', 64)}"));
    }

    [Fact]
    public async Task Tampered_log_ends_with_its_own_code()
    {
        await StoreAsync("a/one");
        await using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            await connection.OpenAsync();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_schema WHERE type = 'trigger'";
            command.CommandText = await command.ExecuteScalarAsync() as string ?? "SELECT 1";
            await command.ExecuteNonQueryAsync();
        }

        Assert.Equal(ExitCode.Tampered, await run.RunAsync("audit", "verify", "--file", File));
        Assert.Contains("TAMPERED", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_log_could_not_be_checked()
    {
        Assert.Equal(ExitCode.Failed, await run.RunAsync("audit", "verify"));
        Assert.Contains("could not check: There is no file", run.Out, StringComparison.Ordinal);
        await System.IO.File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(run.Data).FullName, "x"), "no database");
        Assert.Equal(ExitCode.Failed, await run.RunAsync("audit", "verify", "--file", Path.Combine(run.Data, "x"), "--json"));
        using var verdict = JsonDocument.Parse(run.Out);
        Assert.Equal("could-not-check", verdict.RootElement.GetProperty("verdict").GetString());
    }

    public void Dispose() => run.Dispose();

    private async Task StoreAsync(string name)
    {
        run.Input = "value";
        Assert.Equal(0, await run.RunAsync("secrets", "set", name));
    }
}
