using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Testing.Roads;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Tests.Secrets.Leases;

/// <summary>The emergency path takes away whatever a tool or a principal was ever leased.</summary>
public sealed class EmergencyTests : IDisposable
{
    private static readonly PrincipalId Admin = new("owner");
    private static readonly SecretName Token = SecretName.Parse("github/token");

    private readonly LeaseSite site = new();

    public void Dispose() => site.Dispose();

    [Theory]
    [InlineData("tool")]
    [InlineData("principal")]
    public async Task Running_lease_ends_and_no_other_is_given(string kind)
    {
        await site.Store.Store("github/token", "correct horse battery");
        var (running, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        Secret? held = null;
        var road = site.Road("github/token!", async (invocation, _) =>
        {
            held = invocation.Lease!.Reveal(Token); // not null: it is declared
            running.SetResult();
            await end.Task;
            return ToolContent.OfText(invocation.Lease.Reveal(Token) is null ? "gone" : "still there", default);
        });
        var call = road.CallAsync(LeaseSite.Tool).AsTask();
        await running.Task;

        var report = await Revocation(road).RevokeAsync(Subject(kind), Admin, CancellationToken.None);

        Assert.Equal((1, Token, 0), (report.Ended, report.Quarantined.Single(), report.Unread.Length));
        Assert.Throws<ObjectDisposedException>(() => held!.RevealText()); // not null: the tool ran
        end.SetResult();
        Assert.Equal("gone", Assert.IsType<CallResult.Completed>(await call).Content.PlainText);
        Assert.Equal("emergency", road.Audit.Entries.OfType<LeaseChanged>().Last().How);
        Assert.Equal(0, await site.OpenAsync());

        var refused = Assert.IsType<CallResult.Refused>(await road.CallAsync(LeaseSite.Tool)).Reason;
        Assert.Equal("lease.blocked", refused.Rule);
        Assert.Contains($"harombe secrets revoke --{kind} ", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_that_was_touched_is_leased_to_nobody_until_it_has_another_value()
    {
        await site.Store.Store("github/token", "correct horse battery");
        var road = site.Road("github/token", LeaseSite.Answer("done"));
        await road.CallAsync(LeaseSite.Tool);
        await Revocation(road).RevokeAsync(Subject("tool"), Admin, CancellationToken.None);
        Assert.True(await Revocation(road).LiftAsync(Subject("tool"), Admin, CancellationToken.None));

        // The next host knows it, too.
        var after = site.Road("github/token", LeaseSite.Answer("done"));
        var refused = Assert.IsType<CallResult.Refused>(await after.CallAsync(LeaseSite.Tool)).Reason;
        Assert.Equal("lease.quarantined", refused.Rule);
        Assert.Contains("harombe secrets set github/token", refused.Remedy, StringComparison.Ordinal);
        await site.Store.Store("github/token", "correct horse battery");
        Assert.IsType<CallResult.Refused>(await after.CallAsync(LeaseSite.Tool));
        Assert.Equal(Token, Assert.Single(await Revocation(after).QuarantinedAsync(CancellationToken.None)));

        await site.Store.Store("github/token", "another horse entirely");
        Assert.Empty(await Revocation(after).QuarantinedAsync(CancellationToken.None));
        Assert.IsType<CallResult.Completed>(await after.CallAsync(LeaseSite.Tool));
        // Let go for good: the old value is not remembered for ever.
        Assert.IsType<CallResult.Completed>(await after.CallAsync(LeaseSite.Tool));
    }

    [Fact]
    public async Task Secret_that_could_not_be_read_in_the_emergency_counts_with_the_value_it_is_found_with()
    {
        await site.Store.Store("github/token", "correct horse battery");
        var road = site.Road("github/token", LeaseSite.Answer("done"));
        await road.CallAsync(LeaseSite.Tool);
        File.Move(site.Store.Key, site.Store.Key + ".away");

        var report = await Revocation(road).RevokeAsync(Subject("principal"), Admin, CancellationToken.None);
        Assert.Equal(Token, report.Unread.Single());

        File.Move(site.Store.Key + ".away", site.Store.Key);
        await Revocation(road).LiftAsync(Subject("principal"), Admin, CancellationToken.None);
        Assert.Equal("lease.quarantined", Assert.IsType<CallResult.Refused>(await road.CallAsync(LeaseSite.Tool)).Reason.Rule);
        await site.Store.Store("github/token", "another horse entirely");
        Assert.IsType<CallResult.Completed>(await road.CallAsync(LeaseSite.Tool));
    }

    [Fact]
    public async Task Model_providers_read_no_quarantined_secret_either()
    {
        await site.Store.Store("github/token", "correct horse battery");
        var road = site.Road("github/token", LeaseSite.Answer("done"));
        await road.CallAsync(LeaseSite.Tool);
        await Revocation(road).RevokeAsync(Subject("tool"), Admin, CancellationToken.None);
        var secrets = road.Services.GetRequiredService<ISecrets>();

        var e = await Assert.ThrowsAsync<SecretsUnavailableException>(() => secrets.ReadAsync(Token, CancellationToken.None).AsTask());
        Assert.Contains("harombe secrets set github/token", e.Message, StringComparison.Ordinal);

        using var other = new Secret("another horse entirely"u8);
        await secrets.WriteAsync(Token, other, CancellationToken.None);
        using var read = await secrets.ReadAsync(Token, CancellationToken.None);
        Assert.Equal("another horse entirely", read?.RevealText());
    }

    [Fact]
    public async Task Others_are_left_alone()
    {
        await site.Store.Store("github/token", "correct horse battery");
        var road = site.Road("github/token", LeaseSite.Answer("done"));

        var report = await Revocation(road).RevokeAsync(new LeaseSubject.OfTool(ToolName.Parse("mail.send")), Admin, CancellationToken.None);

        Assert.Equal((0, 0), (report.Ended, report.Quarantined.Length));
        Assert.IsType<CallResult.Completed>(await road.CallAsync(LeaseSite.Tool));
        Assert.False(await Revocation(road).LiftAsync(Subject("tool"), Admin, CancellationToken.None));
    }

    [Fact]
    public async Task Emergency_stands_in_the_record_with_its_names_and_without_values()
    {
        await site.Store.Store("github/token", "correct horse battery");
        var road = site.Road("github/token", LeaseSite.Answer("done"));
        await road.CallAsync(LeaseSite.Tool);

        await Revocation(road).RevokeAsync(Subject("tool"), Admin, CancellationToken.None);

        var entry = road.Audit.Entries.OfType<LeasesBlocked>().Single();
        Assert.Equal(("blocked", "tool:issues.open", Token, Admin), (entry.Event, entry.Subject, entry.Quarantined.Single(), entry.By));
        Assert.DoesNotContain("correct horse battery", road.Audit.Text, StringComparison.Ordinal);
    }

    private static ILeaseRevocation Revocation(Road road) => road.Services.GetRequiredService<ILeaseRevocation>();

    private static LeaseSubject Subject(string kind) => kind == "tool"
        ? new LeaseSubject.OfTool(ToolName.Parse(LeaseSite.Tool))
        : new LeaseSubject.OfPrincipal(Road.Caller.Id);
}
