using Harombe.Core.Secrets;
using Harombe.Secrets.Migration;
using Harombe.Secrets.Vault;
using Harombe.Testing.Vault;

namespace Harombe.Tests.Secrets.Vault;

public sealed class VaultMigrationTests : IAsyncLifetime
{
    private VaultSite site = null!; // set before each test
    private VaultOptions options = null!; // likewise
    private VaultMigration migration = null!; // likewise
    private VaultSecrets there = null!; // likewise

    public async Task InitializeAsync()
    {
        site = await VaultSite.StartAsync();
        options = await site.OptionsAsync();
        there = site.Secrets(options);
        migration = new VaultMigration(site.Own.Open(site.Issued), there);
        await site.Own.Store("github/token", "value-one");
        await site.Own.Store("db/password", "value-two");
    }

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task Every_secret_is_in_vault_and_no_longer_here_but_for_the_hosts_own()
    {
        var report = await migration.MigrateAsync(false, CancellationToken.None);

        Assert.Equal(["db/password", "github/token"], Names(report.Moved));
        Assert.Empty(report.Differing);
        Assert.Equal(["vault/credential"], Names(report.Staying));
        Assert.Equal(("value-one", "value-two"), (await ReadAsync("github/token"), await ReadAsync("db/password")));
        Assert.Null(await site.Own.Read("github/token"));
        Assert.NotNull(await site.Own.Read("vault/credential"));

        Assert.Empty((await migration.MigrateAsync(false, CancellationToken.None)).Moved);
    }

    [Fact]
    public async Task Value_that_vault_has_already_is_not_written_again()
    {
        await site.AskAsync(HttpMethod.Post, $"{site.Mine}-kv2/data/harombe/github/token", new { data = new { value = "value-one" } });

        await migration.MigrateAsync(false, CancellationToken.None);

        Assert.DoesNotContain(site.Line.Seen, seen => seen is { Method: "POST" } && seen.Path.EndsWith("data/harombe/github/token", StringComparison.Ordinal));
        Assert.Null(await site.Own.Read("github/token"));
    }

    [Fact]
    public async Task Other_value_in_vault_is_left_unless_a_person_says_otherwise()
    {
        await site.AskAsync(HttpMethod.Post, $"{site.Mine}-kv2/data/harombe/github/token", new { data = new { value = "value-of-somebody" } });

        Assert.Equal(["github/token"], Names((await migration.MigrateAsync(false, CancellationToken.None)).Differing));
        Assert.Equal("value-of-somebody", await ReadAsync("github/token"));
        Assert.Equal("value-one", await site.Own.Read("github/token"));

        Assert.Equal(["github/token"], Names((await migration.MigrateAsync(true, CancellationToken.None)).Moved));
        Assert.Equal("value-one", await ReadAsync("github/token"));
    }

    [Theory]
    [InlineData("before the write")]
    [InlineData("after the write")]
    [InlineData("before it is read back")]
    public async Task Interrupted_migration_loses_nothing_and_goes_on_where_it_stopped(string moment)
    {
        var written = false;
        site.Line.Weather = async http =>
        {
            var path = http.Request.Path.Value!; // not null: every request has one
            var writes = http.Request.Method == "POST" && path.EndsWith("data/harombe/db/password", StringComparison.Ordinal);
            var cut = moment switch
            {
                "before the write" => writes,
                "after the write" => writes && written,
                _ => written && http.Request.Method == "GET" && path.Contains("/data/", StringComparison.Ordinal),
            };
            written |= writes;
            return cut && await VaultLineOnLoopback.Answers(403, "{\"errors\":[\"permission denied\"]}")(http);
        };
        await Record.ExceptionAsync(() => migration.MigrateAsync(false, CancellationToken.None).AsTask());
        Assert.Equal("value-one", await site.Own.Read("github/token") ?? await ReadAsync("github/token"));

        site.Line.Weather = _ => Task.FromResult(false);
        await migration.MigrateAsync(false, CancellationToken.None);

        Assert.Equal(("value-one", "value-two"), (await ReadAsync("github/token"), await ReadAsync("db/password")));
        Assert.Null(await site.Own.Read("db/password"));
    }

    [Fact]
    public async Task Vault_that_does_not_give_back_what_it_took_keeps_the_secret_here()
    {
        var written = false;
        site.Line.Weather = async http =>
        {
            if (http.Request.Method == "POST" && http.Request.Path.Value!.Contains("/data/", StringComparison.Ordinal)) // not null: every request has one
            {
                written = true;
                return await VaultLineOnLoopback.Answers(200, "{\"data\":{\"version\":1}}")(http);
            }

            return false;
        };

        var e = await Assert.ThrowsAsync<SecretsUnavailableException>(() => migration.MigrateAsync(false, CancellationToken.None).AsTask());

        Assert.True(written);
        Assert.Contains("stays in the sealed file", e.Message, StringComparison.Ordinal);
        Assert.Equal("value-two", await site.Own.Read("db/password"));
    }

    private static string[] Names(IEnumerable<SecretName> names) => [.. names.Select(name => name.Value)];

    private async Task<string?> ReadAsync(string name)
    {
        using var secret = await there.ReadAsync(SecretName.Parse(name), CancellationToken.None);
        return secret?.RevealText();
    }
}
