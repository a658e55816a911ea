using System.Runtime.Versioning;
using Harombe.Core.Secrets;
using Harombe.Host.Commands;
using Harombe.HostTests.Chat;
using Harombe.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Commands;

/// <summary><c>harombe secrets rekey</c>: nobody need sit there, the old key is worth nothing afterwards, and whatever stands in its way is said before anything is changed or recorded.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RekeyVerbTests : IDisposable
{
    private const string Value = "canary-5f0a91c2";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly CommandLineRun run = new();

    private string Key => Path.Combine(run.Data, "secrets.key");

    private string Sealed => Path.Combine(run.Data, "secrets.sealed");

    [Fact]
    public async Task Nobody_need_sit_there_and_the_old_key_opens_nothing_afterwards()
    {
        await StoreAsync();
        var (oldKey, oldFile) = (await File.ReadAllBytesAsync(Key), await File.ReadAllBytesAsync(Sealed));

        Assert.Equal(0, await run.RunAsync("secrets", "rekey"));

        Assert.Contains("sealed with a fresh key", run.Error, StringComparison.Ordinal);
        Assert.Contains("offline", run.Error, StringComparison.Ordinal);
        Assert.Equal(Value, await StoredAsync());
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Key));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Sealed));
        Assert.Equal(["secrets.key", "secrets.lock", "secrets.sealed"], Directory.GetFiles(run.Data, "secrets.*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["secret.stored", "secret.rotated"], await RecordedAsync());
        Assert.Equal(0, await run.RunAsync("audit", "verify"));

        var newKey = await File.ReadAllBytesAsync(Key);
        await File.WriteAllBytesAsync(Key, oldKey);
        Assert.NotEqual(0, await run.RunAsync("secrets", "list"));
        Assert.Contains("is not its key", run.Error, StringComparison.Ordinal);
        // What was sealed before, a backup for one, still opens with the key of its time, and with no other.
        await File.WriteAllBytesAsync(Sealed, oldFile);
        Assert.Equal(Value, await StoredAsync());
        await File.WriteAllBytesAsync(Key, newKey);
        Assert.NotEqual(0, await run.RunAsync("secrets", "list"));
    }

    [Fact]
    public async Task As_json_it_says_that_it_was_done_and_nothing_else()
    {
        await StoreAsync();
        Assert.Equal(0, await run.RunAsync("secrets", "rekey", "--json"));
        Assert.Equal("""{"rekeyed":true}""", run.Out.Trim());
        Assert.Equal(Value, await StoredAsync());
    }

    [Fact]
    public async Task A_folder_without_secrets_gets_a_key_that_the_first_one_is_sealed_with()
    {
        Assert.Equal(0, await run.RunAsync("secrets", "rekey"));
        await StoreAsync();
        Assert.Equal(Value, await StoredAsync());
    }

    [Theory]
    [InlineData("another", "is not its key")]
    [InlineData("none", "is missing")]
    [InlineData("short", "exactly 32 bytes")]
    [InlineData("open to others", "open to other accounts")]
    [InlineData("damaged file", "was changed after it was sealed")]
    public async Task What_does_not_open_is_not_sealed_anew_and_nothing_is_changed_or_recorded(string what, string says)
    {
        await StoreAsync();
        switch (what)
        {
            case "another":
                await File.WriteAllBytesAsync(Key, new byte[32]);
                break;
            case "none":
                File.Delete(Key);
                break;
            case "short":
                await File.WriteAllBytesAsync(Key, new byte[31]);
                break;
            case "open to others":
                File.SetUnixFileMode(Key, OwnerOnly | UnixFileMode.GroupRead);
                break;
            case "damaged file":
                var bytes = await File.ReadAllBytesAsync(Sealed);
                bytes[^20] ^= 1;
                await File.WriteAllBytesAsync(Sealed, bytes);
                break;
        }

        var before = await FilesAsync();

        Assert.NotEqual(0, await run.RunAsync("secrets", "rekey"));

        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await FilesAsync());
        Assert.Equal(["secret.stored"], await RecordedAsync());
    }

    [Fact]
    public async Task A_key_that_others_keep_is_theirs_to_change()
    {
        await StoreAsync();
        var elsewhere = Path.Combine(run.Root, "credential");
        File.Move(Key, elsewhere);
        run.Environment["HAROMBE__SECURITY__CREDENTIALS__KEY_FILE"] = elsewhere;
        var before = await File.ReadAllBytesAsync(Sealed);

        Assert.NotEqual(0, await run.RunAsync("secrets", "rekey"));

        Assert.Contains("which others keep", run.Error, StringComparison.Ordinal);
        Assert.Contains("security.credentials.key_file", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Sealed));
        Assert.Equal(["secret.stored"], await RecordedAsync());
    }

    [Fact]
    public async Task A_passphrase_makes_another_key_and_still_opens()
    {
        var passphrase = Path.Combine(run.Root, "passphrase");
        await File.WriteAllTextAsync(passphrase, "correct horse battery");
        File.SetUnixFileMode(passphrase, OwnerOnly);
        run.Environment["HAROMBE__SECURITY__CREDENTIALS__PASSPHRASE_FILE"] = passphrase;
        await StoreAsync();
        var before = await File.ReadAllBytesAsync(Sealed);

        Assert.Equal(0, await run.RunAsync("secrets", "rekey"));

        Assert.NotEqual(before[10..26], (await File.ReadAllBytesAsync(Sealed))[10..26]); // the salt
        Assert.False(File.Exists(Key));
        Assert.Equal(0, await run.RunAsync("secrets", "list"));
        Assert.Equal("github/token\n", run.Out);
    }

    [Theory]
    [InlineData("next key")]
    [InlineData("sealed file")]
    public async Task One_that_was_cut_short_is_finished_by_the_next(string after)
    {
        await StoreAsync();
        var (oldKey, oldFile) = (await File.ReadAllBytesAsync(Key), await File.ReadAllBytesAsync(Sealed));
        Assert.Equal(0, await run.RunAsync("secrets", "rekey"));
        var next = Path.Combine(run.Data, "secrets.key.next");
        File.Move(Key, next);
        await File.WriteAllBytesAsync(Key, oldKey);
        File.SetUnixFileMode(Key, OwnerOnly);
        if (after == "next key")
        {
            await File.WriteAllBytesAsync(Sealed, oldFile);
        }

        Assert.Equal(Value, await StoredAsync());
        Assert.Equal(0, await run.RunAsync("secrets", "rekey"));

        Assert.False(File.Exists(next));
        Assert.Equal(Value, await StoredAsync());
        await File.WriteAllBytesAsync(Key, oldKey);
        Assert.NotEqual(0, await run.RunAsync("secrets", "list"));
    }

    [Fact]
    public async Task A_running_host_does_it_itself()
    {
        await using var host = await ImitatedHost.StartAsync(run.Data, (app, _) => app.MapPost("/secrets/rekey", () => Results.Json(new { rekeyed = true })));

        Assert.Equal(0, await run.RunAsync("secrets", "rekey"));

        Assert.Contains("POST /secrets/rekey", host.Requests);
        Assert.DoesNotContain("offline", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Sealed));
    }

    [Fact]
    public async Task A_running_host_goes_on_with_its_secrets_while_they_are_sealed_anew_and_after()
    {
        await using var host = await ChatHost.StartAsync();
        var turns = Enumerable.Range(0, 20).Select(_ =>
        {
            host.Script.Text("Here.");
            return host.SayAsync("hello");
        }).ToList();
        foreach (var _ in Enumerable.Range(0, 10))
        {
            using var rekeyed = await host.Client.PostAsync("/secrets/rekey", null);
            Assert.True(rekeyed.IsSuccessStatusCode, await rekeyed.Content.ReadAsStringAsync());
        }

        Assert.All(await Task.WhenAll(turns), talk => Assert.Equal("done", talk.State));
        await host.RestartAsync();
        host.Script.Text("Still here.");
        Assert.Equal("Still here.", (await host.SayAsync("hello")).Message);
    }

    public void Dispose() => run.Dispose();

    private async Task StoreAsync()
    {
        run.Input = Value;
        Assert.True(await run.RunAsync("secrets", "set", "github/token") == 0, run.Error);
        run.Input = "";
    }

    private async Task<string?> StoredAsync()
    {
        await using var services = new ServiceCollection().AddHarombeSecrets(options => options.Folder = run.Data).BuildServiceProvider();
        using var secret = await services.GetRequiredService<ISecrets>().ReadAsync(SecretName.Parse("github/token"), CancellationToken.None);
        return secret?.RevealText();
    }

    private async Task<SortedDictionary<string, string>> FilesAsync()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(run.Data, "secrets.*"))
        {
            files[Path.GetFileName(file)] = $"{File.GetUnixFileMode(file)} {Convert.ToHexString(await File.ReadAllBytesAsync(file))}";
        }

        return files;
    }

    // The kinds of what the record says of secrets.
    private async Task<IReadOnlyList<string>> RecordedAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(run.Data, "audit.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT kind FROM entries WHERE kind LIKE 'secret.%' ORDER BY sequence";
        await using var reader = await command.ExecuteReaderAsync();
        var kinds = new List<string>();
        while (await reader.ReadAsync())
        {
            kinds.Add(reader.GetString(0));
        }

        return kinds;
    }
}
