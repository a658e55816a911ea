using System.Net.Http.Json;
using System.Text.Json;
using Harombe.Testing;
using Harombe.Testing.Vault;

namespace Harombe.RealTests.Credentials;

/// <summary>The host as it is started, with its secrets in Vault, and the command line that people use with it.</summary>
public sealed class VaultHostTests
{
    [Fact]
    public async Task Secrets_are_in_vault_and_a_sealed_vault_is_named_and_survived()
    {
        using var folder = new TemporaryFolder();
        await using var vault = await VaultServer.StartAsync(TimeProvider.System);
        using var admin = new HttpClient { BaseAddress = new Uri(vault.Url, "/v1/") };
        admin.DefaultRequestHeaders.Add("X-Vault-Token", vault.RootToken);
        (await admin.PostAsJsonAsync("sys/mounts/secret", new { type = "kv", options = new { version = "2" } })).EnsureSuccessStatusCode();
        await File.WriteAllTextAsync(folder["token"], vault.RootToken);
        await using var host = await HostProcess.StartAsync(
            ("security.credentials.method", "vault"),
            ("security.credentials.profile", "vault-only"),
            ("security.credentials.vault_addr", vault.Url.ToString()),
            ("security.credentials.vault_credential_file", folder["token"]),
            ("security.credentials.vault_timeout", "5s"),
            ("security.credentials.rotations", "app/key every 30d by generated"));

        await StoreAsync(host, "github/token", "correct horse battery");
        Assert.Equal("app/key", Assert.Single(JsonDocument.Parse((await host.Program.RunAsync("secrets", "rotate", "--json")).Out).RootElement.EnumerateArray()).GetProperty("secret").GetString());
        var rotated = await host.Program.RunAsync("secrets", "rotate", "app/key");
        Assert.True(rotated.ExitCode == 0, rotated.Error);
        Assert.Contains("rotated app/key", rotated.Error, StringComparison.Ordinal);
        Assert.Equal("app/key\ngithub/token\n", (await host.Program.RunAsync("secrets", "list")).Out);
        Assert.Equal("correct horse battery", (await admin.GetFromJsonAsync<JsonElement>("secret/data/harombe/github/token")).GetProperty("data").GetProperty("data").GetProperty("value").GetString());
        Assert.False(File.Exists(Path.Combine(host.DataFolder, "secrets.sealed")));

        vault.IsSealed = true;
        var refused = await host.Program.RunAsync("secrets", "list");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("Vault is sealed", refused.Error, StringComparison.Ordinal);

        Assert.Contains("is sealed", await LayerAsync(host, isReady: false), StringComparison.Ordinal);
        var examined = await host.Program.RunAsync("doctor", "--json");
        var step = JsonElement.Parse(examined.Out).GetProperty("steps").EnumerateArray().Single(finding => finding.GetProperty("step").GetString() == "secrets");
        Assert.Equal("Fails", step.GetProperty("health").GetString());
        Assert.Contains("vault operator unseal", step.GetProperty("remedy").GetString(), StringComparison.Ordinal);

        vault.IsSealed = false;
        await Eventually.SeeAsync("the secrets", async () => await host.Program.RunAsync("secrets", "list") is { ExitCode: 0 } listed ? listed : null);
        Assert.Contains("(active): ", await LayerAsync(host, isReady: true), StringComparison.Ordinal);
        Assert.DoesNotContain(vault.RootToken, host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("correct horse battery", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Emergency_is_one_command_and_undone_by_another()
    {
        await using var host = await HostProcess.StartAsync();

        var revoked = await host.Program.RunAsync("secrets", "revoke", "--tool", "issues.open");
        Assert.True(revoked.ExitCode == 0, revoked.Error);
        Assert.Contains("issues.open is leased nothing from now on", revoked.Error, StringComparison.Ordinal);
        Assert.Equal("tool:issues.open", Assert.Single(await host.Owner.AuditAsync("leases.blocked")).GetProperty("subject").GetString());
        Assert.Contains("it may lease again", (await host.Program.RunAsync("secrets", "revoke", "--tool", "issues.open", "--lift")).Error, StringComparison.Ordinal);
        Assert.Equal(64, (await host.Program.RunAsync("secrets", "revoke")).ExitCode);
        var migrated = await host.Program.RunAsync("secrets", "migrate", "--to", "vault");
        Assert.NotEqual(0, migrated.ExitCode);
        Assert.Contains("security.credentials.method: vault", migrated.Error, StringComparison.Ordinal);
    }

    // What /readyz says of the secrets, once it says so.
    private static Task<string> LayerAsync(HostProcess host, bool isReady) => Eventually.SeeAsync("the readiness of the secrets", async () =>
    {
        using var response = await host.Owner.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/readyz"));
        var report = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        var layer = report.GetProperty("layers").EnumerateArray().Single(one => one.GetProperty("layer").GetString() == "secrets");
        return layer.GetProperty("ready").GetBoolean() == isReady ? layer.GetProperty("detail").GetString() : null;
    });

    private static async Task StoreAsync(HostProcess host, string name, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/secrets/{name}") { Content = JsonContent.Create(new { value }) };
        using var response = await host.Owner.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
