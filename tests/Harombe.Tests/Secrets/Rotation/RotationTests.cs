using System.Text;
using Harombe.Core.Audit;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Secrets;
using Harombe.Secrets.Rotation;
using Harombe.Secrets.Vault;
using Harombe.Testing.Roads;
using Harombe.Tests.Secrets.Leases;
using Harombe.Tests.Secrets.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.Tests.Secrets.Rotation;

/// <summary>A new value is tried before the old one goes.</summary>
public sealed class RotationTests : IAsyncLifetime, IDisposable
{
    private static readonly PrincipalId Admin = new("owner");
    private static readonly SecretName Token = SecretName.Parse("github/token");

    private readonly LeaseSite site = new();
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
    private readonly List<string> tried = [];
    private WebApplication issuer = null!; // set before each test

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        issuer = builder.Build();
        issuer.MapGet("/user", (HttpContext http) =>
        {
            tried.Add(http.Request.Headers.Authorization.ToString());
            return tried[^1] == "Bearer good-value-two" ? Results.Ok() : tried[^1] == "Bearer moved" ? Results.Redirect("/elsewhere") : Results.Unauthorized();
        });
        await issuer.StartAsync();
        await site.Store.Store("github/token", "old-value-one");
    }

    public Task DisposeAsync() => issuer.DisposeAsync().AsTask();

    public void Dispose() => site.Dispose();

    [Fact]
    public async Task Value_that_works_replaces_the_old_one()
    {
        var road = Road($"github/token check {issuer.Urls.First()}/user");

        Assert.True(Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(road, "good-value-two")).Checked);

        Assert.Equal("good-value-two", await site.Store.Read("github/token"));
        Assert.Equal(["Bearer good-value-two"], tried);
        Assert.Equal(("rotated", Token, Admin), Entry(road));
    }

    [Theory]
    [InlineData("bad-value-two", "it answers 401")]
    [InlineData("moved", "it answers 302")]
    [InlineData("two\nlines", "can't stand in a header")]
    public async Task Value_that_does_not_work_leaves_the_old_one(string value, string why)
    {
        var road = Road($"github/token check {issuer.Urls.First()}/user");

        var refused = Assert.IsType<RotationOutcome.Refused>(await RotateAsync(road, value)).Reason;

        Assert.Equal("rotation.rejected", refused.Rule);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Contains("The old value stands.", refused.Message, StringComparison.Ordinal);
        Assert.Equal("old-value-one", await site.Store.Read("github/token"));
        Assert.Equal(refused.Message, (await Rotation(road).ListAsync(CancellationToken.None)).Single().Fault);
        Assert.DoesNotContain(value, road.Audit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_way_to_try_it_a_person_must_say_so()
    {
        var road = Road("github/token");

        Assert.Equal("rotation.check", Assert.IsType<RotationOutcome.Refused>(await RotateAsync(road, "good-value-two")).Reason.Rule);
        Assert.Equal("rotation.value", Assert.IsType<RotationOutcome.Refused>(await RotateAsync(road, null)).Reason.Rule);
        Assert.False(Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(road, "good-value-two", check: false)).Checked);

        Assert.Equal("good-value-two", await site.Store.Read("github/token"));
    }

    [Fact]
    public async Task Schedule_rotates_what_is_due_and_nothing_before()
    {
        var road = Road("app/key every 30d by generated");
        await site.Store.Store("app/key", "old-value-one");
        var schedule = road.Services.GetRequiredService<RotationSchedule>();

        Assert.Equal(0, await schedule.RunDueAsync(CancellationToken.None));
        time.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, await schedule.RunDueAsync(CancellationToken.None));
        time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await schedule.RunDueAsync(CancellationToken.None));
        Assert.Equal(0, await schedule.RunDueAsync(CancellationToken.None));

        Assert.Matches("^[A-Za-z0-9_-]{43}$", await site.Store.Read("app/key"));
    }

    [Fact]
    public async Task Schedule_reminds_of_what_a_person_must_rotate()
    {
        var road = Road("github/token every 90d");
        var schedule = road.Services.GetRequiredService<RotationSchedule>();
        await schedule.RunDueAsync(CancellationToken.None);

        time.Advance(TimeSpan.FromDays(91));
        Assert.Equal(0, await schedule.RunDueAsync(CancellationToken.None));

        var state = (await Rotation(road).ListAsync(CancellationToken.None)).Single();
        Assert.Contains("a person must bring", state.Fault, StringComparison.Ordinal);
        Assert.True(state.Due < time.GetUtcNow());
        Assert.Equal("old-value-one", await site.Store.Read("github/token"));
    }

    [Fact]
    public async Task Secret_id_of_the_host_is_replaced_tried_and_only_then_destroyed()
    {
        await using var vault = await VaultSite.StartAsync();
        var options = await vault.OptionsAsync();
        var old = (await vault.Own.Read("vault/credential"))!; // not null: just stored
        await site.Store.Store("vault/credential", old);
        var road = Road($"vault/credential every 7d by auth/{vault.Mine}-approle/role/harombe/secret-id", options);

        Assert.True(Assert.IsType<RotationOutcome.Rotated>(await Rotation(road).RotateAsync(options.Credential, null, true, Admin, CancellationToken.None)).Checked);

        var fresh = await site.Store.Read("vault/credential");
        Assert.NotEqual(old, fresh);
        var login = $"auth/{vault.Mine}-approle/login";
        Assert.NotNull(await vault.AskAsync(HttpMethod.Post, login, new { role_id = options.Role, secret_id = fresh }));
        Assert.Null(await vault.AskAsync(HttpMethod.Post, login, new { role_id = options.Role, secret_id = old }));
    }

    [Fact]
    public async Task Secret_id_that_does_not_log_in_leaves_the_old_one()
    {
        await using var vault = await VaultSite.StartAsync();
        var options = await vault.OptionsAsync();
        var old = (await vault.Own.Read("vault/credential"))!; // not null: just stored
        await site.Store.Store("vault/credential", old);
        var road = Road($"vault/credential by auth/{vault.Mine}-approle/role/harombe/secret-id", options);
        await Rotation(road).ListAsync(CancellationToken.None);
        using (await road.Services.GetRequiredService<IVault>().ReadAsync($"{vault.Mine}-kv2/data/harombe/none", false, CancellationToken.None))
        {
            // Logged in: from now on a login fails.
        }

        vault.Line.Weather = http => http.Request.Path.Value!.EndsWith("/login", StringComparison.Ordinal) // not null: every request has one
            ? Testing.Vault.VaultLineOnLoopback.Answers(400, "{\"errors\":[\"invalid role or secret ID\"]}")(http) : Task.FromResult(false);

        Assert.Equal("rotation.rejected", Assert.IsType<RotationOutcome.Refused>(await Rotation(road).RotateAsync(options.Credential, null, true, Admin, CancellationToken.None)).Reason.Rule);
        Assert.Equal(old, await site.Store.Read("vault/credential"));
    }

    [Fact]
    public async Task Password_that_vault_keeps_is_changed_there()
    {
        await using var vault = await VaultSite.StartAsync();
        await vault.AskAsync(HttpMethod.Post, $"{vault.Mine}-db/static-roles/harombe-static", new { db_name = "pg", username = "harombe", rotation_period = 86400 });
        var options = await vault.OptionsAsync(options => options.Paths[SecretName.Parse("db/password")] = $"{vault.Mine}-db/static-creds/harombe-static#password");
        await site.Store.Store("vault/credential", (await vault.Own.Read("vault/credential"))!); // not null: just stored
        var road = Road($"db/password by {vault.Mine}-db/rotate-role/harombe-static", options);
        var secrets = road.Services.GetRequiredService<ISecrets>();
        using var old = await secrets.ReadAsync(SecretName.Parse("db/password"), CancellationToken.None);

        Assert.IsType<RotationOutcome.Rotated>(await Rotation(road).RotateAsync(SecretName.Parse("db/password"), null, true, Admin, CancellationToken.None));

        using var fresh = await secrets.ReadAsync(SecretName.Parse("db/password"), CancellationToken.None);
        Assert.NotEqual(old!.RevealText(), fresh!.RevealText()); // not null: the role is there
    }

    private Road Road(string plan, VaultOptions? vault = null) => site.Road(
        "github/token",
        LeaseSite.Answer("done"),
        options =>
        {
            options.Vault = vault;
            options.Rotations.Add(RotationPlan.Parse(plan)!); // not null: the tests write plans
        },
        services =>
        {
            if (vault is null)
            {
                services.AddSingleton<TimeProvider>(time);
            }
        });

    private static ISecretRotation Rotation(Road road) => road.Services.GetRequiredService<ISecretRotation>();

    private static async Task<RotationOutcome> RotateAsync(Road road, string? value, bool check = true)
    {
        using var secret = value is null ? null : new Secret(Encoding.UTF8.GetBytes(value));
        return await Rotation(road).RotateAsync(Token, secret, check, Admin, CancellationToken.None);
    }

    private static (string Event, SecretName Name, PrincipalId By) Entry(Road road) => road.Audit.Entries.OfType<SecretChanged>().Select(entry => (entry.Event, entry.Name, entry.By)).Single();
}
