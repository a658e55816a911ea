using System.IO.Compression;
using Harombe.RealTests.Processes;
using Harombe.Testing;
using Microsoft.Data.Sqlite;

namespace Harombe.RealTests.Backups;

public sealed class BackupTests
{
    private const int Talkers = 6;

    [Fact]
    public async Task A_backup_taken_while_everybody_writes_restores_to_a_host_whose_record_is_intact_and_knows_all_that_ran()
    {
        await using var host = await HostProcess.StartAsync();
        using var enough = new CancellationTokenSource();
        var talks = Enumerable.Range(0, Talkers).Select(_ => TalkAsync(host, enough.Token)).ToList();
        await Eventually.SeeAsync("talk", async () => (await host.Owner.AuditAsync("call.outcome")).Count > Talkers ? "yes" : null);

        var backups = new List<string>();
        for (var round = 0; round < Rounds.Of(3, 20); round++)
        {
            var file = host.Beside($"backup-{round}.tar.gz");
            var (code, said) = await host.RunAsync("backup", file);
            Assert.True(code == 0, said);
            backups.Add(file);
        }

        await enough.CancelAsync();
        await Task.WhenAll(talks);
        foreach (var backup in backups)
        {
            await RestoresAsync(backup);
        }
    }

    [Fact]
    public async Task A_restore_refuses_a_running_host_and_a_folder_that_holds_something_and_keeps_what_it_replaces()
    {
        await using var host = await HostProcess.StartAsync();
        await host.Owner.ChatAsync("what time is it");
        var file = host.Beside("backup.tar.gz");
        Assert.Equal(0, (await host.RunAsync("backup", file)).ExitCode);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));

        var running = await host.RunAsync("restore", file, "--replace");
        Assert.Equal(1, running.ExitCode);
        Assert.Contains("harombe stop", running.Output, StringComparison.Ordinal);

        await host.Owner.ChatAsync("what time is it");
        await host.KillAsync();
        var taken = await host.RunAsync("restore", file);
        Assert.Equal(1, taken.ExitCode);
        Assert.Contains("--replace", taken.Output, StringComparison.Ordinal);

        var replaced = await host.RunAsync("restore", file, "--replace");
        Assert.True(replaced.ExitCode == 0, replaced.Output);
        var aside = Assert.Single(Directory.GetDirectories(host.DataFolder, "replaced-*"));
        Assert.True(File.Exists(Path.Combine(aside, "state.db")) && File.Exists(Path.Combine(aside, "state.db-wal")));
        await host.StartAsync();
        Assert.Single((await host.Owner.GetAsync("/chat")).EnumerateArray());
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("changed")]
    [InlineData("tampered record")]
    [InlineData("no backup")]
    public async Task A_backup_that_is_not_whole_changes_nothing(string damage)
    {
        await using var host = await HostProcess.StartAsync();
        await host.Owner.ChatAsync("what time is it");
        var file = host.Beside("backup.tar.gz");
        if (damage == "tampered record")
        {
            await host.KillAsync();
            Tamper(Path.Combine(host.DataFolder, "audit.db"));
        }

        Assert.Equal(0, (await host.RunAsync("backup", file)).ExitCode);
        if (damage != "tampered record")
        {
            await host.KillAsync();
            await File.WriteAllBytesAsync(file, Damaged(await File.ReadAllBytesAsync(file), damage));
        }

        var before = Everything(host.DataFolder);
        var (code, said) = await host.RunAsync("restore", file, "--replace");

        Assert.Equal(1, code);
        Assert.Contains("nothing was changed", said, StringComparison.Ordinal);
        Assert.Equal(before, Everything(host.DataFolder));
    }

    [Fact]
    public async Task A_backup_without_keys_holds_none_and_its_secrets_are_read_again_beside_the_key()
    {
        await using var host = await HostProcess.StartAsync();
        using (var stored = await host.Owner.SendAsync(new HttpRequestMessage(HttpMethod.Put, "/secrets/github/token") { Content = System.Net.Http.Json.JsonContent.Create(new { value = "the-value-of-the-secret" }) }))
        {
            Assert.True(stored.IsSuccessStatusCode, await stored.Content.ReadAsStringAsync());
        }

        var file = host.Beside("backup.tar.gz");
        Assert.Equal(0, (await host.RunAsync("backup", file, "--without-keys")).ExitCode);
        await using var elsewhere = await HostProcess.RestoredAsync(file);
        Assert.False(File.Exists(Path.Combine(elsewhere.DataFolder, "secrets.key")));
        Assert.False(File.Exists(Path.Combine(elsewhere.DataFolder, "cli.token")));

        File.Copy(Path.Combine(host.DataFolder, "secrets.key"), Path.Combine(elsewhere.DataFolder, "secrets.key"));
        File.Copy(Path.Combine(host.DataFolder, "cli.token"), Path.Combine(elsewhere.DataFolder, "cli.token"));
        await elsewhere.StartAsync();
        Assert.Contains("github/token", (await elsewhere.Owner.GetAsync("/secrets")).GetRawText(), StringComparison.Ordinal);
    }

    private static async Task TalkAsync(HostProcess host, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await host.Owner.ChatAsync("what time is it");
        }
    }

    private static async Task RestoresAsync(string backup)
    {
        await using var restored = await HostProcess.RestoredAsync(backup);
        var verified = await restored.RunAsync("audit", "verify");
        Assert.True(verified.ExitCode == 0, verified.Output);
        Assert.Contains("intact", verified.Output, StringComparison.Ordinal);
        // Whatever the state says was answered stands in the record, or it could run again.
        var answered = Column(Path.Combine(restored.DataFolder, "state.db"), "SELECT id FROM calls WHERE answered IS NOT NULL");
        var intended = Column(Path.Combine(restored.DataFolder, "audit.db"), "SELECT call FROM entries WHERE kind = 'call.intent'");
        Assert.NotEmpty(answered);
        Assert.Empty(answered.Except(intended));

        await restored.StartAsync();
        Assert.True(await restored.Owner.IsReadyAsync());
        Assert.NotEmpty((await restored.Owner.GetAsync("/chat")).EnumerateArray());
    }

    private static List<string> Column(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var column = new List<string>();
        while (rows.Read())
        {
            column.Add(rows.GetString(0));
        }

        return column;
    }

    private static void Tamper(string audit)
    {
        using var connection = new SqliteConnection($"Data Source={audit};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DROP TRIGGER bodies_no_update; UPDATE bodies SET bytes = CAST(replace(CAST(bytes AS TEXT), 'completed', 'failed') AS BLOB)";
        command.ExecuteNonQuery();
    }

    private static byte[] Damaged(byte[] archive, string damage)
    {
        if (damage == "no backup")
        {
            using var other = new MemoryStream();
            using (var zipped = new GZipStream(other, CompressionMode.Compress))
            {
                zipped.Write("Something else."u8);
            }

            return other.ToArray();
        }

        if (damage == "cut")
        {
            return archive[..(archive.Length / 2)];
        }

        // In the middle of a database. BackupArchiveTests flips bits everywhere.
        for (var at = archive.Length / 2; at < archive.Length / 2 + 64; at++)
        {
            archive[at] ^= 0x20;
        }

        return archive;
    }

    // Names and contents of all files but the lock, and the note that a killed host left.
    private static List<string> Everything(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ("host.lock" or "host.json")).Order(StringComparer.Ordinal)
            .Select(file => $"{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];
}
