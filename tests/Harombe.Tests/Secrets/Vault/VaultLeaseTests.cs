using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Secrets.Leases;
using Harombe.Secrets.Vault;
using Harombe.Secrets.Vault.Engines;
using Harombe.Testing;
using Harombe.Testing.Roads;
using Harombe.Testing.Vault;
using Harombe.Tests.Secrets.Leases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.Tests.Secrets.Vault;

/// <summary>What Vault's engines issue for a call lasts as long as the call.</summary>
public sealed class VaultLeaseTests : IAsyncLifetime, IDisposable
{
    private static readonly SecretName User = SecretName.Parse("db/user");
    private static readonly SecretName Password = SecretName.Parse("db/password");

    private readonly LeaseSite leases = new();
    private VaultSite site = null!; // set before each test
    private VaultOptions options = null!; // likewise

    public async Task InitializeAsync()
    {
        site = await VaultSite.StartAsync();
        options = await site.OptionsAsync(options =>
        {
            options.Paths[User] = $"{site.Mine}-db/creds/harombe-app#username";
            options.Paths[Password] = $"{site.Mine}-db/creds/harombe-app#password";
        });
        await leases.Store.Store("vault/credential", (await site.Own.Read("vault/credential"))!); // not null: just stored
    }

    public async Task DisposeAsync() => await site.DisposeAsync();

    public void Dispose() => leases.Dispose();

    [Fact]
    public async Task User_and_password_come_from_one_lease_which_is_revoked_after_the_call()
    {
        string? during = null;
        string? values = null;
        var road = Road(async invocation =>
        {
            values = $"{invocation.Lease!.Reveal(User)!.RevealText()} {invocation.Lease.Reveal(Password)!.RevealText()}"; // not null: both are revealed
            during = await LeaseAsync();
        });

        Assert.IsType<CallResult.Completed>(await road.CallAsync(LeaseSite.Tool));

        Assert.Matches("^v-[^ ]+ [^ ]{10,}$", values);
        Assert.Single(site.Line.Seen, seen => seen.Path.EndsWith("/creds/harombe-app", StringComparison.Ordinal));
        Assert.NotNull(during);
        await GoneAsync(during);
    }

    [Fact]
    public async Task Lease_of_a_call_that_failed_is_revoked_too()
    {
        string? during = null;
        var road = Road(async _ =>
        {
            during = await LeaseAsync();
            throw new InvalidOperationException("No.");
        });

        Assert.IsType<CallResult.Failed>(await road.CallAsync(LeaseSite.Tool));

        await GoneAsync(during!); // not null: the tool ran
    }

    [Fact]
    public async Task Lease_whose_end_vault_can_not_be_told_is_over_here_and_told_later()
    {
        string? during = null;
        var road = Road(async _ =>
        {
            during = await LeaseAsync();
            site.Line.Weather = VaultLineOnLoopback.Cuts(midway: false);
        });

        Assert.IsType<CallResult.Completed>(await road.CallAsync(LeaseSite.Tool));
        Assert.Equal(["call.intent", "lease.granted", "lease.unrevoked", "call.outcome completed"], road.Audit.Story);
        Assert.Equal(1, await leases.OpenAsync());

        site.Line.Weather = _ => Task.FromResult(false);
        await Eventually.BeAsync("nothing left behind", () => road.Services.GetRequiredService<LeaseRecovery>().RecoverAsync(CancellationToken.None).GetAwaiter().GetResult() == 0);

        await GoneAsync(during!); // not null: the tool ran
        Assert.Equal("recovered", road.Audit.Entries.OfType<LeaseChanged>().Last().How);
    }

    [Fact]
    public async Task Lease_of_a_process_that_died_is_revoked_by_the_next()
    {
        string? during = null;
        var died = new TaskCompletionSource();
        var running = new TaskCompletionSource();
        var before = Road(async _ =>
        {
            during = await LeaseAsync();
            running.SetResult();
            await died.Task;
        });
        var call = before.CallAsync(LeaseSite.Tool).AsTask();
        await running.Task;

        Assert.Equal(0, await Road(_ => Task.CompletedTask).Services.GetRequiredService<LeaseRecovery>().RecoverAsync(CancellationToken.None));

        await GoneAsync(during!); // not null: the tool ran
        died.SetResult();
        await call;
    }

    [Fact]
    public async Task Lease_is_renewed_ahead_of_its_end_until_it_is_revoked()
    {
        var time = new FakeTimeProvider();
        using var kept = new EngineLeases(site.Client(options, time), time, NullLogger<EngineLeases>.Instance);
        var credentials = new VaultCredentials(site.Client(options, time), kept, new EnginePaths(), options, site.Issued);
        EngineLease lease = default;
        using var issued = await credentials.IssueAsync([User, Password], given =>
        {
            lease = given;
            return ValueTask.CompletedTask;
        }, CancellationToken.None);
        Assert.Equal(1, kept.Count);

        time.Advance(TimeSpan.FromSeconds(41));
        await Eventually.BeAsync("a renewal", () => site.Line.Seen.Any(seen => seen.Path == "/v1/sys/leases/renew"));

        await credentials.RevokeAsync(lease, CancellationToken.None);
        Assert.Equal(0, kept.Count);
        await GoneAsync(lease.Id);
        // Over already: that is what was wanted.
        await credentials.RevokeAsync(lease, CancellationToken.None);
    }

    [Fact]
    public async Task Role_that_is_not_there_refuses_the_call()
    {
        options.Paths[User] = $"{site.Mine}-db/creds/harombe-none#username";

        var reason = Assert.IsType<CallResult.Refused>(await Road(_ => Task.CompletedTask).CallAsync(LeaseSite.Tool)).Reason;

        Assert.Equal("lease.unavailable", reason.Rule);
        Assert.Contains("unknown role", reason.Message, StringComparison.Ordinal);
        Assert.Equal(0, await leases.OpenAsync());
    }

    [Fact]
    public async Task Health_is_what_the_node_says()
    {
        var client = site.Client(options);
        Assert.Equal(VaultNode.Active, (await client.HealthAsync(CancellationToken.None)).Node);
        foreach (var (status, node) in ((int, VaultNode)[])[(429, VaultNode.Standby), (472, VaultNode.DisasterSecondary), (473, VaultNode.PerformanceStandby), (474, VaultNode.Stranded), (501, VaultNode.Uninitialized), (503, VaultNode.Sealed), (530, VaultNode.Removed)])
        {
            site.Line.Weather = VaultLineOnLoopback.Answers(status, "{\"version\":\"1.20.0\"}");
            var health = await client.HealthAsync(CancellationToken.None);
            Assert.Equal((node, "1.20.0"), (health.Node, health.Version));
        }
    }

    private Road Road(Func<ToolInvocation, Task> body) => leases.Road(
        "db/user! db/password!",
        async (invocation, _) =>
        {
            await body(invocation);
            return ToolContent.OfText("done", default);
        },
        secrets => (secrets.Vault, secrets.RevokeTimeout) = (options, TimeSpan.FromMinutes(1)));

    private async Task<string> LeaseAsync() =>
        await leases.State.ReadAsync(connection => Core.State.StateCommands.Rows(connection, "SELECT engine_leases FROM leases", row => row.GetString(0).Trim()).Single(), CancellationToken.None);

    private async Task GoneAsync(string lease)
    {
        Assert.StartsWith($"{site.Mine}-db/creds/harombe-app/", lease, StringComparison.Ordinal);
        // A real Vault revokes in the background.
        await Eventually.SeeAsync("the end of the lease", async () => await site.AskAsync(HttpMethod.Post, "sys/leases/lookup", new { lease_id = lease }) is null ? "gone" : null);
    }
}
