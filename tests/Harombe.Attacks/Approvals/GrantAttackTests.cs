using System.Text.Json;
using Harombe.Attacks.Guard;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;
using Harombe.Policy;
using Harombe.Policy.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Attacks.Approvals;

/// <summary>Somebody wants a standing answer to cover more than was given: by what is called, by what is written into the database, or by time.</summary>
public sealed class GrantAttackTests : IAsyncLifetime
{
    private readonly BesiegedApprovals host = BesiegedApprovals.Unstarted();

    public async Task InitializeAsync() => await host.StartAsync();

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    private static GrantTerms Session => new(true, null, null, null);

    // The grant was given with the first call, which has run; from then on each call that isn't covered is put before a person.
    private async Task<Grant> GivenAsync(GrantTerms terms)
    {
        var request = BesiegedApprovals.Request();
        var approval = await host.ApprovedAsync(request, terms);
        Assert.IsType<CallResult.Completed>(await host.CallAsync(request with { Approval = approval.Id }));
        Assert.IsType<CallResult.Completed>(await host.CallAsync(BesiegedApprovals.Request()));
        Assert.Equal(2, host.Runs);
        return Assert.Single(await host.Grants.ListAsync(null, 10, default));
    }

    private async Task AskedAsync(CallRequest request)
    {
        Assert.IsType<CallResult.Pending>(await host.CallAsync(request));
        Assert.Equal(2, host.Runs);
    }

    [Fact]
    public async Task Other_calls_are_asked_about()
    {
        await GivenAsync(Session);
        foreach (var arguments in (string[])["""{"to":"eve"}""", """{"to":"ann","cc":"eve"}""", "{}", """{"to":["ann"]}""", """{"TO":"ann"}"""])
        {
            await AskedAsync(BesiegedApprovals.Request(arguments));
        }

        await AskedAsync(BesiegedApprovals.Request(session: "ses_2"));
        await AskedAsync(BesiegedApprovals.Request() with { Principal = BesiegedApprovals.Other });
        var used = await host.EntriesAsync("grant.used");
        Assert.Single(used);
        Assert.Contains(await host.EntriesAsync("call.intent"), entry => entry.TryGetProperty("grant", out var grant) && grant.GetString() == used[0].GetProperty("grant").GetString());
    }

    public static TheoryData<string> Widenings =>
    [
        """UPDATE grants SET pattern = '{"to":{"any":true}}'""", "UPDATE grants SET session = NULL", "UPDATE grants SET session = 'ses_1', principal = 'other'", "UPDATE grants SET asks = asks || char(10) || 'other.rule'",
        "UPDATE grants SET expires_at = expires_at + 1", "UPDATE grants SET seal = ''", "UPDATE grants SET given_by = 'owner'",
        "UPDATE grants SET id = id || 'x'",
    ];

    [Theory, MemberData(nameof(Widenings))]
    public async Task One_that_was_widened_in_the_database_covers_nothing(string sql)
    {
        await GivenAsync(Session);
        await host.WriteAsync(sql);

        var request = BesiegedApprovals.Request(sql.Contains("\"any\"", StringComparison.Ordinal) ? """{"to":"eve"}""" : """{"to":"ann"}""", sql.Contains("NULL", StringComparison.Ordinal) ? "ses_2" : "ses_1");
        await AskedAsync(sql.Contains("'other'", StringComparison.Ordinal) ? request with { Principal = BesiegedApprovals.Other } : request);
        Assert.Contains(await host.EntriesAsync("grant.rejected"), entry => entry.GetProperty("rule").GetString() == "grant.altered");
    }

    [Fact]
    public async Task One_that_was_taken_back_stays_so_though_the_database_forgets_it()
    {
        var grant = await GivenAsync(Session);
        Assert.Null(await host.Grants.RevokeAsync(grant.Id, BesiegedApprovals.Approver("bob").Id, default));
        await AskedAsync(BesiegedApprovals.Request());

        await host.WriteAsync("UPDATE grants SET revoked_at = NULL, revoked_by = NULL");

        await AskedAsync(BesiegedApprovals.Request());
        Assert.Contains(await host.EntriesAsync("grant.rejected"), entry => entry.GetProperty("rule").GetString() == "grant.revoked");
    }

    [Fact]
    public async Task It_ends_when_the_policy_about_the_tool_the_tool_or_the_time_changes()
    {
        await GivenAsync(Session);
        var holder = host.Host.Services.GetRequiredService<PolicyHolder>();
        var before = holder.Current;
        holder.Swap(Policy("{ name: more, effect: ask, match: { tool: 'counted.*' } }"));
        await AskedAsync(BesiegedApprovals.Request());
        // A denial is none that an answer could discharge.
        holder.Swap(Policy("{ name: no, effect: deny, match: { tool: 'counted.*' } }"));
        await host.RefusedAsync("no", BesiegedApprovals.Request(), runs: 2);
        // A rule about another tool leaves it what it was.
        holder.Swap(Policy("{ name: else, effect: deny, match: { tool: files.delete } }"));
        Assert.IsType<CallResult.Completed>(await host.CallAsync(BesiegedApprovals.Request()));
        holder.Swap(before);

        host.Clock.Advance(TimeSpan.FromHours(12));
        Assert.IsType<CallResult.Pending>(await host.CallAsync(BesiegedApprovals.Request()));
        Assert.Equal(3, host.Runs);
    }

    [Fact]
    public async Task Whoever_revokes_and_whoever_uses_at_once_leaves_no_use_behind_the_revocation()
    {
        var grant = await GivenAsync(Session);
        var uses = Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await host.CallAsync(BesiegedApprovals.Request()))).ToList();
        await host.Grants.RevokeAsync(grant.Id, BesiegedApprovals.Approver("bob").Id, default);
        var after = host.CallAsync(BesiegedApprovals.Request());
        Assert.IsType<CallResult.Pending>(await after);
        await Task.WhenAll(uses);
        Assert.All(uses.Select(use => use.Result), result => Assert.True(result is CallResult.Completed or CallResult.Pending));
    }

    [Fact]
    public async Task A_pattern_is_not_given_unseen_nor_widened_after_it_was_seen()
    {
        host.Host.Tools.Redefine(GuardedHost.Change, tool => tool with { Description = "Sends a message." });
        _ = host.Host.Services.GetRequiredService<ToolCatalog>().Refresh();
        var approval = await host.AskedAsync(BesiegedApprovals.Request());
        var narrow = new GrantTerms(false, null, JsonElement.Parse("""{"to":{"is":"ann"}}"""), null);
        var wide = narrow with { Pattern = JsonElement.Parse("""{"to":{"in":["ann","eve"]}}""") };
        var shown = Assert.IsType<GrantProposal.Possible>(await host.Grants.ProposeAsync(approval.Id, narrow, BesiegedApprovals.Approver("ann"), default));

        foreach (var terms in (GrantTerms[])[narrow, narrow with { Confirm = "" }, wide with { Confirm = shown.Confirm }, narrow with { Confirm = shown.Confirm, Lasts = TimeSpan.FromDays(29) }])
        {
            await host.RejectedAsync("grant.confirm", approval, new ApprovalAnswer(true, BesiegedApprovals.Approver("ann"), AnswerChannel.Http, null) { Grant = terms });
        }

        Assert.Empty(await host.Grants.ListAsync(null, 10, default));
    }

    private static PolicySnapshot Policy(string rule)
    {
        var faults = new List<Harombe.Policy.Rules.Reading.PolicyFault>();
        var text = System.Text.Encoding.UTF8.GetBytes($"rules: [ {rule} ]");
        var rules = Harombe.Policy.Rules.Reading.PolicyReading.Read("p.yaml", text, faults);
        Assert.Empty(faults);
        return new PolicySnapshot(PolicyProfile.LockedDown, [.. rules], text);
    }
}
