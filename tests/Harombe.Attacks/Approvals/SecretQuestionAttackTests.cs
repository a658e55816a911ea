using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Host.Configuration;
using Harombe.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Attacks.Approvals;

/// <summary>
/// A person is asked about calls that hold a secret. Somebody wants another call to run by that yes, the secret to be read from the disk, or nobody to be asked any more.
/// </summary>
public sealed class SecretQuestionAttackTests : IAsyncLifetime
{
    private const string Found = "ghp_" + "Q7vKx2Lr9TzWm4HdYb8NcPs3JfGu6aEe0iRt";
    private const string Other = "ghp_" + "Z8wLy3Ms0UaXn5JeZc9OdQt4KgHv7bFf1kSu";

    private readonly BesiegedApprovals host = BesiegedApprovals.Unstarted();

    public Task InitializeAsync() => host.StartAsync(effects: new ScanEffects(ScanEffect.Ask));

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    private static CallRequest Request(string secret = Found) => BesiegedApprovals.Request($$"""{"to":"ann","token":"{{secret}}"}""");

    private WithheldArguments Withheld => host.Host.Services.GetRequiredService<WithheldArguments>();

    [Fact]
    public async Task Another_secret_or_what_stands_in_its_place_after_the_yes()
    {
        var request = Request();
        var approval = await host.ApprovedAsync(request);
        var shown = approval.Arguments;
        Assert.DoesNotContain(Found, shown.GetRawText(), StringComparison.Ordinal);
        foreach (var arguments in (JsonElement[])[Request(Other).Arguments, shown, JsonElement.Parse("""{"to":"ann"}"""), JsonElement.Parse($$"""{"to":"eve","token":"{{Found}}"}""")])
        {
            await host.RefusedAsync("approval.mismatch", request with { Approval = approval.Id, Arguments = arguments });
        }

        Assert.IsType<CallResult.Completed>(await host.CallAsync(request with { Approval = approval.Id }));
        await host.RefusedAsync("approval.spent", request with { Approval = approval.Id }, runs: 1);
        await host.RefusedAsync("approval.spent", request with { Approval = approval.Id, Kept = true, Arguments = shown }, runs: 1);
        Assert.Equal(0, Withheld.Count);
    }

    [Fact]
    public async Task Another_principal_call_or_session_that_wants_the_kept_arguments()
    {
        var request = Request();
        var approval = await host.ApprovedAsync(request);
        var kept = request with { Approval = approval.Id, Kept = true, Arguments = approval.Arguments };
        await host.RefusedAsync("approval.principal", kept with { Principal = BesiegedApprovals.Other });
        await host.RefusedAsync("approval.mismatch", kept with { Id = CallId.New() });
        await host.RefusedAsync("approval.mismatch", kept with { Session = new SessionId("ses_2") });
        await host.RefusedAsync("approval.mismatch", kept with { Tool = Guard.GuardedHost.Look });

        Assert.IsType<CallResult.Completed>(await host.CallAsync(kept));
        Assert.Equal(1, host.Runs);
    }

    [Fact]
    public async Task Many_uses_at_once()
    {
        var request = Request();
        var approval = await host.ApprovedAsync(request);
        var kept = request with { Approval = approval.Id, Kept = true, Arguments = approval.Arguments };

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await host.CallAsync(kept))));

        Assert.Single(results, result => result is CallResult.Completed);
        Assert.Equal(1, host.Runs);
    }

    [Fact]
    public async Task The_host_restarted_in_between_and_the_state_set_back_in_the_database()
    {
        var request = Request();
        var approval = await host.ApprovedAsync(request);
        await host.Host.RestartAsync();
        var kept = request with { Approval = approval.Id, Kept = true, Arguments = approval.Arguments };
        await host.RefusedAsync("approval.gone", kept);
        await host.RefusedAsync("approval.gone", request with { Approval = approval.Id });

        await host.WriteAsync("UPDATE approvals SET state = 'approved', recorded = 1");

        await host.RefusedAsync("approval.gone", kept);
        // Whoever has the very arguments and the very yes has what a person agreed to; anything else is none of it.
        await host.RefusedAsync("approval.mismatch", request with { Approval = approval.Id, Arguments = approval.Arguments });
        await host.WriteAsync("UPDATE approvals SET withheld = NULL");
        await host.RefusedAsync("approval.mismatch", kept);
    }

    [Fact]
    public async Task Time_that_has_run_out()
    {
        var request = Request();
        var approval = await host.ApprovedAsync(request);
        host.Clock.Advance(approval.ExpiresAt - approval.AskedAt);

        await host.RefusedAsync("approval.expired", request with { Approval = approval.Id, Kept = true, Arguments = approval.Arguments });
        await host.RefusedAsync("approval.expired", request with { Approval = approval.Id });
        await Eventually.BeAsync("the arguments are forgotten", () => Withheld.Count == 0);
    }

    [Fact]
    public async Task A_flood_of_questions_that_would_push_out_the_others()
    {
        var request = Request();
        var approval = await host.ApprovedAsync(request);
        var results = new List<CallResult>();
        for (var i = 0; i < 40; i++)
        {
            results.Add(await host.CallAsync(Request() with { Principal = BesiegedApprovals.Other }));
        }

        Assert.InRange(results.Count(result => result is CallResult.Pending), 1, 16);
        Assert.All(results.OfType<CallResult.Refused>(), refused => Assert.Contains(refused.Reason.Rule, new[] { "approval.withheld-full", "approval.full" }));
        Assert.InRange(Withheld.Count, 2, 17);
        Assert.IsType<CallResult.Completed>(await host.CallAsync(request with { Approval = approval.Id, Kept = true, Arguments = approval.Arguments }));
    }

    [Fact]
    public async Task A_client_that_vouches_for_its_own_user()
    {
        // Of a tool that only reads, which runs without a question where it holds no secret.
        var request = Request() with { Tool = Guard.GuardedHost.Look };
        var approval = await host.AskedAsync(request);

        await host.RejectedAsync("approval.client", approval, new ApprovalAnswer(true, BesiegedApprovals.Caller, AnswerChannel.ClientAttested, null));
        Assert.IsType<CallResult.Pending>(await host.CallAsync(request with { Approval = approval.Id }));
    }

    [Fact]
    public async Task A_standing_answer_from_before_or_with_the_yes()
    {
        var clean = BesiegedApprovals.Request("""{"to":"ann","token":"none"}""");
        var given = await host.ApprovedAsync(clean, new GrantTerms(true, null, null, null));
        Assert.IsType<CallResult.Completed>(await host.CallAsync(clean with { Approval = given.Id }));
        Assert.IsType<CallResult.Completed>(await host.CallAsync(clean with { Id = CallId.New() }));

        var approval = await host.AskedAsync(Request());
        await host.RejectedAsync("grant.secret", approval, new ApprovalAnswer(true, BesiegedApprovals.Approver("ann"), AnswerChannel.Http, null) { Grant = new GrantTerms(true, null, null, null) });
        Assert.IsType<GrantProposal.Refused>(await host.Grants.ProposeAsync(approval.Id, new GrantTerms(true, null, null, null), BesiegedApprovals.Approver("ann"), default));
    }

    // Sixteen calls of a megabyte each would have been twice the room that there is for everybody.
    [Fact]
    public void One_principal_that_fills_the_memory_with_large_secrets()
    {
        using var kept = new WithheldArguments();
        Assert.True(ToolArguments.TryCreate(JsonElement.Parse($$"""{"token":"{{new string('x', 1000 * 1000)}}"}"""), Label.OfClient, null, out var large, out _));
        var taken = Enumerable.Range(0, 16).Count(_ => kept.TryKeep(ApprovalId.New(), new PrincipalId("greedy"), large!)); // not null: it was created
        Assert.Equal(2, taken);
        Assert.True(kept.TryKeep(ApprovalId.New(), new PrincipalId("ann"), large!)); // not null: likewise
    }

    [Fact]
    public async Task Everything_on_the_disk_read_byte_by_byte()
    {
        var runs = Request();
        var approved = await host.ApprovedAsync(runs);
        Assert.IsType<CallResult.Completed>(await host.CallAsync(runs with { Approval = approved.Id, Kept = true, Arguments = approved.Arguments }));
        var waits = await host.AskedAsync(Request());
        var denied = await host.AskedAsync(Request());
        await host.Approvals.AnswerAsync(denied.Id, new ApprovalAnswer(false, BesiegedApprovals.Approver("ann"), AnswerChannel.Http, "no"), default);
        await host.ApprovedAsync(Request(), edited: """{"to":"bob"}""");
        await host.Approvals.WithdrawAsync(waits.Id, default);

        // A plain hash of the arguments is as good as the secret to somebody who has a list of guesses.
        var canonical = Encoding.UTF8.GetBytes(runs.Arguments.GetRawText());
        byte[][] needles =
        [
            Encoding.UTF8.GetBytes(Found), Encoding.Unicode.GetBytes(Found), Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(Found))[..40]),
            SHA256.HashData(canonical), Encoding.UTF8.GetBytes(Convert.ToHexStringLower(SHA256.HashData(canonical))),
        ];
        foreach (var path in Directory.EnumerateFiles(host.Host.Services.GetRequiredService<HarombeConfiguration>().Data.Folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != "host.lock")) // locked, and empty
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            Assert.DoesNotContain(needles, needle => bytes.AsSpan().IndexOf(needle) >= 0);
        }
    }
}
