using System.Reflection;
using System.Runtime.CompilerServices;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Secrets.Leases;
using Harombe.Testing.Roads;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Tests.Secrets.Leases;

public sealed class CallLeaseTests : IDisposable
{
    private const string Value = "correct horse battery";

    private static readonly SecretName Token = SecretName.Parse("github/token");
    private static readonly SecretName Password = SecretName.Parse("db/password");

    private readonly LeaseSite site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public async Task Tool_is_given_a_placeholder_and_not_the_value()
    {
        await site.Store.Store("github/token", Value);
        string? wire = null;
        Secret? value = null;
        var road = site.Road("github/token", (invocation, _) =>
        {
            (wire, value) = (invocation.Lease?.PlaceholderOf(Token)?.Wire, invocation.Lease?.Reveal(Token));
            return ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("done", default));
        });

        Assert.IsType<CallResult.Completed>(await road.CallAsync(LeaseSite.Tool));

        Assert.Matches("^hrbph_[0-9a-f]{24}$", wire);
        Assert.Null(value);
    }

    [Fact]
    public async Task Placeholder_is_the_value_for_the_tools_own_hosts_while_the_call_runs()
    {
        await site.Store.Store("github/token", Value);
        IPlaceholderResolver? resolver = null;
        string? wire = null;
        var seen = new List<string?>();
        var road = site.Road("github/token", (invocation, _) =>
        {
            wire = invocation.Lease!.PlaceholderOf(Token)!.Wire; // not null: it declares the secret
            foreach (var host in (string[])["api.example.com", "API.EXAMPLE.COM", "deep.example.org", "example.org", "evil.example.com", "api.example.com.evil.net", ""])
            {
                seen.Add(resolver!.Resolve(wire, host)?.RevealText()); // not null: set below, before the call
            }

            return ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("done", default));
        });
        resolver = road.Services.GetRequiredService<IPlaceholderResolver>();

        await road.CallAsync(LeaseSite.Tool);

        Assert.Equal([Value, Value, Value, null, null, null, null], seen);
        Assert.Null(resolver.Resolve(wire!, "api.example.com")); // not null: set by the call
    }

    // A connection to an upstream takes one for each of its requests, and lives for days.
    [Fact]
    public async Task Copies_that_were_given_back_are_forgotten_while_the_call_runs()
    {
        await site.Store.Store("github/token", Value);
        IPlaceholderResolver? resolver = null;
        var copies = new List<WeakReference>();
        Secret? held = null;
        var road = site.Road("github/token", (invocation, _) =>
        {
            var wire = invocation.Lease!.PlaceholderOf(Token)!.Wire; // not null: it declares the secret
            held = resolver!.Resolve(wire, "api.example.com"); // not null: set below, before the call
            Resolve(resolver, wire, copies);
            GC.Collect();
            Assert.InRange(copies.Count(copy => copy.IsAlive), 0, 100);
            Assert.Equal(Value, held!.RevealText()); // not null: the tool may send it there
            return ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("done", default));
        });
        resolver = road.Services.GetRequiredService<IPlaceholderResolver>();

        Assert.IsType<CallResult.Completed>(await road.CallAsync(LeaseSite.Tool));

        Assert.Throws<ObjectDisposedException>(held!.RevealText); // not null: set by the call
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Resolve(IPlaceholderResolver resolver, string wire, List<WeakReference> copies)
    {
        for (var request = 0; request < 1_000; request++)
        {
            using var copy = resolver.Resolve(wire, "api.example.com")!; // not null: the tool may send it there
            copies.Add(new WeakReference(copy));
        }
    }

    [Fact]
    public async Task Every_call_has_placeholders_of_its_own()
    {
        await site.Store.Store("github/token", Value);
        var wires = new HashSet<string>();
        var road = site.Road("github/token", (invocation, _) =>
        {
            wires.Add(invocation.Lease!.PlaceholderOf(Token)!.Wire); // not null: it declares the secret
            return ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("done", default));
        });

        await road.CallAsync(LeaseSite.Tool);
        await road.CallAsync(LeaseSite.Tool);

        Assert.Equal(2, wires.Count);
    }

    [Theory]
    [InlineData("ends")]
    [InlineData("fails")]
    [InlineData("is cancelled")]
    public async Task Revealed_value_and_its_copies_are_zeroed_however_the_call_ends(string way)
    {
        await site.Store.Store("db/password", Value);
        using var cancel = new CancellationTokenSource();
        var copies = new List<Secret>();
        var texts = new List<string>();
        var road = site.Road("db/password!", (invocation, cancellationToken) =>
        {
            for (var i = 0; i < 3; i++)
            {
                copies.Add(invocation.Lease!.Reveal(Password)!); // not null: it is revealed
                texts.Add(copies[i].RevealText());
            }

            cancel.CancelAfter(way == "is cancelled" ? TimeSpan.Zero : Timeout.InfiniteTimeSpan);
            return way switch
            {
                "fails" => throw new InvalidOperationException("No."),
                "is cancelled" => new ValueTask<ToolOutcome>(Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith<ToolOutcome>(_ => throw new OperationCanceledException(cancellationToken), TaskScheduler.Default)),
                _ => ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("done", default)),
            };
        });

        await road.Kernel.InvokeAsync(Road.Request(LeaseSite.Tool), cancel.Token);

        Assert.Equal([Value, Value, Value], texts);
        Assert.All(copies, copy =>
        {
            Assert.Throws<ObjectDisposedException>(() => copy.Reveal().Length);
            Assert.All(Bytes(copy), b => Assert.Equal(0, b));
        });
        Assert.Equal(0, await site.OpenAsync());
        Assert.Contains("lease.revoked", road.Audit.Story);
    }

    [Fact]
    public async Task Intent_comes_before_the_lease_and_the_outcome_after_its_end()
    {
        await site.Store.Store("db/password", Value);
        var road = site.Road("db/password!", LeaseSite.Answer("done"));

        await road.CallAsync(LeaseSite.Tool);

        Assert.Equal(["call.intent", "lease.granted", "lease.revoked", "call.outcome completed"], road.Audit.Story);
        var leased = road.Audit.Entries.OfType<LeaseChanged>().First();
        Assert.Equal(("granted", LeaseSite.Tool, "caller", Password, Password), (leased.Event, leased.Tool.Value, leased.Principal.Value, leased.Secrets.Single(), leased.Revealed.Single()));
        Assert.Contains("\"revealed\":[\"db/password\"]", road.Audit.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, road.Audit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_secret_refuses_with_its_name_and_the_tool_does_not_run()
    {
        await site.Store.Store("github/token", Value);
        var road = site.Road("github/token db/password", LeaseSite.Answer("done"));

        var reason = Assert.IsType<CallResult.Refused>(await road.CallAsync(LeaseSite.Tool)).Reason;

        Assert.Equal(("lease.missing", "issues.open needs secret://db/password, which is not in the sealed file."), (reason.Rule, reason.Message));
        Assert.Contains("harombe secrets set db/password", reason.Remedy, StringComparison.Ordinal);
        Assert.Equal(0, road.Tools.RunsOf(LeaseSite.Tool));
        Assert.Equal(0, await site.OpenAsync());
    }

    [Fact]
    public async Task Store_that_cannot_be_read_refuses_with_its_cause()
    {
        await site.Store.Store("github/token", Value);
        var road = site.Road("github/token", LeaseSite.Answer("done"));
        _ = road.Kernel;
        File.Delete(site.Store.Key);

        var reason = Assert.IsType<CallResult.Refused>(await road.CallAsync(LeaseSite.Tool)).Reason;

        Assert.Equal("lease.unavailable", reason.Rule);
        Assert.Contains("secrets.key is missing", reason.Message, StringComparison.Ordinal);
        Assert.Equal(0, await site.OpenAsync());
    }

    [Fact]
    public async Task Profile_vault_only_refuses_what_the_sealed_file_has()
    {
        await site.Store.Store("github/token", Value);
        var road = site.Road("github/token", LeaseSite.Answer("done"), options => options.VaultOnly = true);

        Assert.Equal("lease.vault_only", Assert.IsType<CallResult.Refused>(await road.CallAsync(LeaseSite.Tool)).Reason.Rule);
        Assert.Equal(0, road.Tools.RunsOf(LeaseSite.Tool));
    }

    [Fact]
    public async Task Lease_that_cannot_be_recorded_is_not_given()
    {
        await site.Store.Store("github/token", Value);
        var road = site.Road("github/token", LeaseSite.Answer("done"));
        road.Audit.Throws = entry => entry is LeaseChanged { Event: "granted" };

        Assert.Equal("station.lease", Assert.IsType<CallResult.Refused>(await road.CallAsync(LeaseSite.Tool)).Reason.Rule);
        Assert.Equal(0, road.Tools.RunsOf(LeaseSite.Tool));
        Assert.Equal(0, await site.OpenAsync());
    }

    [Fact]
    public async Task Lease_that_outlived_its_process_is_revoked_at_the_next_start()
    {
        await site.Store.Store("github/token", Value);
        var crashed = new TaskCompletionSource<ToolOutcome>();
        var running = new TaskCompletionSource();
        var before = site.Road("github/token", (_, _) =>
        {
            running.SetResult();
            return new ValueTask<ToolOutcome>(crashed.Task);
        });
        var call = before.CallAsync(LeaseSite.Tool).AsTask();
        await running.Task;
        Assert.Equal(1, await site.OpenAsync());

        var after = site.Road("github/token", LeaseSite.Answer("done"));
        Assert.Equal(0, await after.Services.GetRequiredService<LeaseRecovery>().RecoverAsync(CancellationToken.None));

        Assert.Equal(0, await site.OpenAsync());
        var revoked = Assert.IsType<LeaseChanged>(Assert.Single(after.Audit.Entries));
        Assert.Equal(("revoked", "recovered", Token), (revoked.Event, revoked.How, revoked.Secrets.Single()));
        crashed.SetResult(ToolContent.OfText("late", default));
        await call;
    }

    [Fact]
    public async Task Approver_is_told_of_a_revealed_secret()
    {
        await site.Store.Store("db/password", Value);
        var road = site.Road("db/password!", LeaseSite.Answer("done"));
        road.Decisions.Says = call => ScriptedDecisions.Of(Core.Decisions.Verdict.Ask, call);

        var pending = Assert.IsType<CallResult.Pending>(await road.CallAsync(LeaseSite.Tool));

        Assert.Equal(
            "The test says so. It is given the value of secret://db/password itself (reveal: true), which is weaker than a placeholder.", pending.Approval.Why);
    }

    private static byte[] Bytes(Secret secret) =>
        (byte[])typeof(Secret).GetField("value", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(secret)!; // not null: the field is there
}
