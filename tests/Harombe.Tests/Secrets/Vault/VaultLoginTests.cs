using Harombe.Core.Secrets;
using Harombe.Secrets.Vault;
using Harombe.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.Tests.Secrets.Vault;

public sealed class VaultLoginTests : IAsyncLifetime
{
    private VaultSite site = null!; // set before each test

    public async Task InitializeAsync() => site = await VaultSite.StartAsync();

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task App_role_logs_in_once_for_many_requests_at_the_same_time()
    {
        var client = await site.ClientAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.ListAsync($"{site.Mine}-kv2/metadata/harombe", CancellationToken.None).AsTask()));

        Assert.Equal(1, site.Logins);
    }

    [Fact]
    public async Task Token_that_somebody_else_issued_is_used_as_it_is()
    {
        await site.Own.Store("vault/credential", await TokenAsync(3600));
        var client = await site.ClientAsync(options => options.Login = VaultLogin.Token);

        Assert.Empty(await client.ListAsync($"{site.Mine}-kv2/metadata/harombe", CancellationToken.None));
        Assert.Equal(0, site.Logins);
    }

    [Fact]
    public async Task Service_account_logs_in_as_kubernetes_does()
    {
        var file = Path.Combine(site.Own.Folder, "token");
        Directory.CreateDirectory(site.Own.Folder);
        await File.WriteAllTextAsync(file, site.AccountToken() + "\n");
        var client = await site.ClientAsync(options => (options.Login, options.LoginMount, options.Role, options.CredentialFile) = (VaultLogin.Kubernetes, site.Mine + "-k8s", "harombe", file));

        Assert.Empty(await client.ListAsync($"{site.Mine}-kv2/metadata/harombe", CancellationToken.None));

        // Another account's is refused, and the next login reads the file anew.
        await site.RevokeLastTokenAsync();
        await File.WriteAllTextAsync(file, site.AccountToken("system:serviceaccount:other:other"));
        Assert.Equal(VaultFault.Invalid, (await Assert.ThrowsAsync<VaultException>(() => List(client))).Fault);
        await File.WriteAllTextAsync(file, site.AccountToken());
        await List(client);
    }

    [Fact]
    public async Task Wrapped_secret_id_is_unwrapped_once_and_kept_in_the_sealed_file()
    {
        await WrapAsync();
        var options = await site.OptionsAsync(options => options.IsWrapped = true);
        await List(site.Client(options));
        await List(site.Client(options));

        Assert.Single(site.Line.Seen, seen => seen.Path == "/v1/sys/wrapping/unwrap");
        Assert.NotNull(await site.Own.Read("vault/unwrapped_secret_id"));
    }

    [Fact]
    public async Task Wrapping_token_that_somebody_else_has_used_is_called_stolen()
    {
        var token = await WrapAsync();
        await site.AskAsync(HttpMethod.Post, "sys/wrapping/unwrap", new { token });
        var client = await site.ClientAsync(options => options.IsWrapped = true);

        var e = await Assert.ThrowsAsync<VaultException>(() => List(client));

        Assert.Equal(VaultFault.Denied, e.Fault);
        Assert.Contains("somebody has unwrapped it before", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credential_that_is_not_there_is_named()
    {
        var client = await site.ClientAsync(options => options.Credential = SecretName.Parse("vault/other"));

        Assert.Contains("harombe secrets set vault/other", (await Assert.ThrowsAsync<SecretsUnavailableException>(() => List(client))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_that_is_revoked_in_the_middle_is_replaced_and_the_request_goes_through()
    {
        var client = await site.ClientAsync();
        await List(client);

        await site.RevokeLastTokenAsync();
        await List(client);

        Assert.Equal(2, site.Logins);
    }

    [Fact]
    public async Task Policy_that_denies_a_path_costs_no_login()
    {
        var client = await site.ClientAsync();

        Assert.Equal(VaultFault.Denied, (await Assert.ThrowsAsync<VaultException>(() => client.ReadAsync($"{site.Mine}-kv2/data/others/token", false, CancellationToken.None).AsTask())).Fault);
        Assert.Equal(VaultFault.Denied, (await Assert.ThrowsAsync<VaultException>(() => client.ReadAsync($"{site.Mine}-kv2/data/others/token", false, CancellationToken.None).AsTask())).Fault);

        Assert.Equal(1, site.Logins);
    }

    [Fact]
    public async Task Token_is_renewed_ahead_of_its_end_and_in_the_background()
    {
        var time = new FakeTimeProvider();
        await site.Own.Store("vault/credential", await TokenAsync(60));
        var client = await site.ClientAsync(options => options.Login = VaultLogin.Token, time);
        await List(client);

        time.Advance(TimeSpan.FromSeconds(41));

        await Eventually.BeAsync("a renewal", () => site.Line.Seen.Any(seen => seen.Path == "/v1/auth/token/renew-self"));
        await List(client);
    }

    [Fact]
    public async Task Token_that_can_not_be_renewed_is_replaced_ahead_by_a_new_login()
    {
        var time = new FakeTimeProvider();
        await site.AskAsync(HttpMethod.Post, $"auth/{site.Mine}-approle/role/harombe", new { token_policies = new[] { site.Mine }, token_ttl = 60, token_max_ttl = 60 });
        var client = await site.ClientAsync(time: time);
        await List(client);

        // Later than the renewal, so that little of its longest life is left: simulated by a renewal that gives nothing.
        site.Line.Weather = http => http.Request.Path.Value == "/v1/auth/token/renew-self"
            ? Testing.Vault.VaultLineOnLoopback.Answers(400, "{\"errors\":[\"lease is not renewable\"]}")(http) : Task.FromResult(false);
        time.Advance(TimeSpan.FromSeconds(41));

        await Eventually.BeAsync("a second login", () => site.Logins == 2);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public async Task Wall_clock_that_is_set_does_not_end_a_token(int days)
    {
        var time = new Policy.JumpingTime();
        var client = await site.ClientAsync(time: time);
        await List(client);

        time.Jump = TimeSpan.FromDays(days);
        await List(client);

        Assert.Equal(1, site.Logins);
    }

    [Fact]
    public async Task Token_that_we_made_is_revoked_at_the_end()
    {
        var client = await site.ClientAsync();
        await List(client);
        var token = site.Line.Seen[^1].Token;

        await client.DisposeAsync();

        Assert.Contains(site.Line.Seen, seen => seen.Path == "/v1/auth/token/revoke-self" && seen.Token == token);
    }

    [Fact]
    public async Task Tokens_are_recognised_wherever_they_appear()
    {
        await List(await site.ClientAsync());

        Assert.Equal("⟦vault-session⟧", new Harombe.Secrets.Scanning.SecretScanner(site.Issued).Redact(site.Line.Seen[^1].Token).Value);
    }

    private Task<IReadOnlyList<string>> List(VaultClient client) => client.ListAsync($"{site.Mine}-kv2/metadata/harombe", CancellationToken.None).AsTask();

    private async Task<string> TokenAsync(int seconds) =>
        (await site.AskAsync(HttpMethod.Post, "auth/token/create", new { policies = new[] { site.Mine }, period = seconds + "s" }))!["auth"]!["client_token"]!.GetValue<string>(); // not null: that is the form

    private async Task<string> WrapAsync()
    {
        var wrapped = await site.AskAsync(HttpMethod.Post, $"auth/{site.Mine}-approle/role/harombe/secret-id", wrap: "60s");
        var token = wrapped!["wrap_info"]!["token"]!.GetValue<string>(); // not null: that is the form
        await site.Own.Store("vault/credential", token);
        return token;
    }
}
