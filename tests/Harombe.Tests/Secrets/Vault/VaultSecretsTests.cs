using System.Text;
using Harombe.Core.Secrets;
using Harombe.Secrets.Vault;

namespace Harombe.Tests.Secrets.Vault;

public sealed class VaultSecretsTests : IAsyncLifetime
{
    private VaultSite site = null!; // set before each test

    public async Task InitializeAsync() => site = await VaultSite.StartAsync();

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Secrets_are_kept_listed_replaced_and_removed(int version)
    {
        var secrets = site.Secrets(await site.OptionsAsync(options => (options.KeyValueVersion, options.KeyValueMount) = (version, $"{site.Mine}-kv{version}")));
        await WriteAsync(secrets, "github/token", "value-one");
        await WriteAsync(secrets, "db/main/password", "value \"two\"\n✓");
        await WriteAsync(secrets, "plain", "value-three");
        await WriteAsync(secrets, "github/token", "value-one-b");

        Assert.Equal("value-one-b", await ReadAsync(secrets, "github/token"));
        Assert.Equal("value \"two\"\n✓", await ReadAsync(secrets, "db/main/password"));
        Assert.Null(await ReadAsync(secrets, "github/other"));
        Assert.Equal(["db/main/password", "github/token", "plain", "vault/credential"], (await secrets.ListAsync(CancellationToken.None)).Select(name => name.Value));

        Assert.True(await secrets.RemoveAsync(SecretName.Parse("github/token"), CancellationToken.None));
        Assert.False(await secrets.RemoveAsync(SecretName.Parse("github/token"), CancellationToken.None));
        Assert.Null(await ReadAsync(secrets, "github/token"));
    }

    [Fact]
    public async Task Write_names_the_version_that_it_replaces()
    {
        await site.AskAsync(HttpMethod.Post, $"{site.Mine}-kv2/config", new { cas_required = true });
        var secrets = site.Secrets(await site.OptionsAsync());

        await WriteAsync(secrets, "github/token", "value-one");
        await WriteAsync(secrets, "github/token", "value-two");

        Assert.Equal("value-two", await ReadAsync(secrets, "github/token"));
    }

    [Fact]
    public async Task Version_that_was_deleted_is_missing_and_not_empty()
    {
        var secrets = site.Secrets(await site.OptionsAsync());
        await WriteAsync(secrets, "github/token", "value-one");

        await site.AskAsync(HttpMethod.Delete, $"{site.Mine}-kv2/data/harombe/github/token");

        Assert.Null(await ReadAsync(secrets, "github/token"));
    }

    [Theory]
    [InlineData("token", "value-one")]
    [InlineData("empty", null)]
    [InlineData("nothing", null)]
    [InlineData("number", "42")]
    public async Task Secret_may_stand_in_a_field_elsewhere(string field, string? value)
    {
        await site.AskAsync(HttpMethod.Post, $"{site.Mine}-kv2/data/harombe/team/ci", new { data = new { token = "value-one", empty = "", number = 42 } });
        var secrets = site.Secrets(await site.OptionsAsync(options => options.Paths[SecretName.Parse("ci/secret")] = $"{site.Mine}-kv2/data/harombe/team/ci#{field}"));

        Assert.Equal(value, await ReadAsync(secrets, "ci/secret"));
        Assert.Contains("Change it there", (await Assert.ThrowsAsync<SecretsUnavailableException>(() => WriteAsync(secrets, "ci/secret", "new"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_host_logs_in_with_stays_in_the_sealed_file()
    {
        var secrets = site.Secrets(await site.OptionsAsync());
        await WriteAsync(secrets, "vault/other", "value-one");

        Assert.Equal("value-one", await site.Own.Read("vault/other"));
        Assert.DoesNotContain(site.Line.Seen, seen => seen.Path.Contains("other", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Values_that_were_read_are_recognised_wherever_they_appear()
    {
        await site.AskAsync(HttpMethod.Post, $"{site.Mine}-kv2/data/harombe/github/token", new { data = new { value = "correct horse battery" } });
        var secrets = site.Secrets(await site.OptionsAsync());

        await ReadAsync(secrets, "github/token");

        Assert.Equal("⟦github-token⟧", new Harombe.Secrets.Scanning.SecretScanner(site.Issued).Redact("correct horse battery").Value);
    }

    [Fact]
    public async Task Engine_that_issues_is_for_calls_only_and_what_it_issued_is_given_back()
    {
        var secrets = site.Secrets(await site.OptionsAsync(options => options.Paths[SecretName.Parse("db/password")] = $"{site.Mine}-db/creds/harombe-app#password"));

        var e = await Assert.ThrowsAsync<SecretsUnavailableException>(() => ReadAsync(secrets, "db/password"));

        Assert.Contains("which is only leased", e.Message, StringComparison.Ordinal);
        Assert.Contains(site.Line.Seen, seen => seen.Path == "/v1/sys/leases/revoke");
    }

    [Fact]
    public async Task Names_in_one_namespace_are_not_those_of_another()
    {
        if (await site.AskAsync(HttpMethod.Post, $"sys/namespaces/{site.Mine}") is null)
        {
            // HashiCorp's open edition has none; Vault Enterprise and OpenBao do.
            Assert.NotNull(Environment.GetEnvironmentVariable("HAROMBE_TEST_VAULT_ADDR"));
            return;
        }

        await site.Own.Store("vault/credential", site.Root);
        void Root(VaultOptions options) => options.Login = VaultLogin.Token;
        var here = site.Secrets(await site.OptionsAsync(Root));
        var there = site.Client(await site.OptionsAsync(options =>
        {
            Root(options);
            options.Namespace = site.Mine;
        }));
        await WriteAsync(here, "github/token", "value-one");

        (await there.WriteAsync($"sys/mounts/{site.Mine}-kv2", body => body.WriteString("type", "kv"), false, CancellationToken.None))?.Dispose();

        Assert.Null(await there.ReadAsync($"{site.Mine}-kv2/harombe/github/token", false, CancellationToken.None));
        Assert.Equal("value-one", await ReadAsync(here, "github/token"));
    }

    [Fact]
    public async Task Transit_key_seals_and_signs_without_leaving_vault()
    {
        var client = await site.ClientAsync();
        var seal = new Harombe.Secrets.Vault.Engines.TransitKey(client, site.Mine + "-transit", "harombe-seal");
        var sign = new Harombe.Secrets.Vault.Engines.TransitKey(client, site.Mine + "-transit", "harombe");

        var ciphertext = await seal.EncryptAsync("plain"u8.ToArray(), CancellationToken.None);
        var signature = await sign.SignAsync("content"u8.ToArray(), CancellationToken.None);

        Assert.StartsWith("vault:v1:", ciphertext, StringComparison.Ordinal);
        Assert.Equal("plain"u8.ToArray(), await seal.DecryptAsync(ciphertext, CancellationToken.None));
        Assert.True(await sign.VerifyAsync("content"u8.ToArray(), signature, CancellationToken.None));
        Assert.False(await sign.VerifyAsync("other"u8.ToArray(), signature, CancellationToken.None));
        var flipped = ciphertext[..^6] + (ciphertext[^6] == 'A' ? 'B' : 'A') + ciphertext[^5..];
        Assert.Equal(VaultFault.Invalid, (await Assert.ThrowsAsync<VaultException>(() => seal.DecryptAsync(flipped, CancellationToken.None).AsTask())).Fault);
    }

    private static async Task WriteAsync(VaultSecrets secrets, string name, string value)
    {
        using var secret = new Secret(Encoding.UTF8.GetBytes(value));
        await secrets.WriteAsync(SecretName.Parse(name), secret, CancellationToken.None);
    }

    private static async Task<string?> ReadAsync(VaultSecrets secrets, string name)
    {
        using var secret = await secrets.ReadAsync(SecretName.Parse(name), CancellationToken.None);
        return secret?.RevealText();
    }
}
