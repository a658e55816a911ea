using System.Text.Json;
using Harombe.Attacks.Guard;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;
using Harombe.Policy;
using Harombe.Policy.Rules;
using Harombe.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Attacks.Approvals;

/// <summary>Somebody wants a call to run that nobody said yes to. Each attempt is refused with its reason, runs nothing, and is in the record.</summary>
public sealed class ApprovalAttackTests : IAsyncLifetime
{
    private readonly BesiegedApprovals host = BesiegedApprovals.Unstarted();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    [Fact]
    public async Task Arguments_changed_after_the_yes()
    {
        await host.StartAsync();
        var request = BesiegedApprovals.Request();
        var approval = await host.ApprovedAsync(request);
        foreach (var arguments in (string[])["""{"to":"eve"}""", """{"to":"ann","cc":"eve"}""", "{}", """{"to":["ann"]}""", """{"to":"ann "}"""])
        {
            await host.RefusedAsync("approval.mismatch", request with { Approval = approval.Id, Arguments = JsonElement.Parse(arguments) });
        }

        Assert.IsType<CallResult.Completed>(await host.CallAsync(request with { Approval = approval.Id }));
    }

    [Fact]
    public async Task An_approval_replayed()
    {
        await host.StartAsync();
        var request = BesiegedApprovals.Request();
        var approval = await host.ApprovedAsync(request);
        Assert.IsType<CallResult.Completed>(await host.CallAsync(request with { Approval = approval.Id }));
        await host.RefusedAsync("approval.spent", request with { Approval = approval.Id }, runs: 1);
        await host.RefusedAsync("approval.mismatch", request with { Approval = approval.Id, Id = CallId.New() }, runs: 1);
        // Set back in the database, it meets the record, which takes one intent for a call.
        await host.WriteAsync("UPDATE approvals SET state = 'approved', recorded = 1");
        await host.RefusedAsync("call.once", request with { Approval = approval.Id }, runs: 1);
    }

    [Fact]
    public async Task Two_answers_and_many_uses_at_once()
    {
        await host.StartAsync();
        var rounds = Rounds.Of(quick: 50, full: 1_000);
        for (var round = 1; round <= rounds; round++)
        {
            var request = BesiegedApprovals.Request($$"""{"n":{{round}}}""");
            var approval = await host.AskedAsync(request);
            var answers = await Task.WhenAll(((string[])["ann", "bob"]).Select(name => Task.Run(async () =>
                await host.Approvals.AnswerAsync(approval.Id, new ApprovalAnswer(true, BesiegedApprovals.Approver(name), AnswerChannel.Http, null), default))));
            Assert.Single(answers.OfType<AnswerOutcome.Recorded>());
            Assert.Equal("approval.answered", Assert.Single(answers.OfType<AnswerOutcome.Rejected>()).Reason.Rule);
            Assert.Single(await host.EntriesAsync("approval.rejected", approval.Call), entry => entry.GetProperty("rule").GetString() == "approval.answered");

            var uses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await host.CallAsync(request with { Approval = approval.Id }))));
            Assert.Single(uses.OfType<CallResult.Completed>());
            Assert.All(uses.OfType<CallResult.Refused>(), refused => Assert.Contains(refused.Reason.Rule, (string[])["approval.spent", "call.once"]));
            Assert.Equal(round, host.Runs);
            Assert.Equal(3, (await host.EntriesAsync("call.stopped", approval.Call)).Count(entry => entry.GetProperty("how").GetString() == "refused"));
        }
    }

    [Fact]
    public async Task Somebody_elses_approval()
    {
        await host.StartAsync();
        var request = BesiegedApprovals.Request();
        var approval = await host.ApprovedAsync(request);
        await host.RefusedAsync("approval.principal", request with { Approval = approval.Id, Principal = BesiegedApprovals.Other });
        await host.RefusedAsync("approval.mismatch", request with { Approval = approval.Id, Session = new SessionId("ses_2") });
        await host.RejectedAsync("approval.own", await host.AskedAsync(BesiegedApprovals.Request()), new ApprovalAnswer(
            true, BesiegedApprovals.Caller with { Kinds = Core.Principals.TokenKinds.Caller | Core.Principals.TokenKinds.Approver }, AnswerChannel.Http, null));
    }

    [Fact]
    public async Task An_approval_that_expired_also_by_a_clock_that_jumps()
    {
        await host.StartAsync();
        var request = BesiegedApprovals.Request();
        var approval = await host.ApprovedAsync(request);
        host.Clock.Advance(TimeSpan.FromSeconds(120));
        await host.RefusedAsync("approval.expired", request with { Approval = approval.Id });
        var late = await host.AskedAsync(BesiegedApprovals.Request());
        host.Clock.Advance(TimeSpan.FromSeconds(121));
        await host.RejectedAsync("approval.expired", late, new ApprovalAnswer(true, BesiegedApprovals.Approver("ann"), AnswerChannel.Http, null));
        // A question dated into the future can't be timed, so it is over.
        var future = BesiegedApprovals.Request();
        var dated = await host.ApprovedAsync(future);
        await host.WriteAsync($"UPDATE approvals SET asked_at = asked_at + 3600000, expires_at = expires_at + 7200000 WHERE id = '{dated.Id}'");
        var refused = Assert.IsType<CallResult.Refused>(await host.CallAsync(future with { Approval = dated.Id }));
        Assert.Equal(0, host.Runs);
        Assert.Contains(await host.EntriesAsync("call.stopped"), entry => entry.GetProperty("call").GetString() == future.Id.Value
            && entry.GetProperty("reason").GetProperty("rule").GetString() == refused.Reason.Rule && entry.GetProperty("how").GetString() == "refused");
    }

    [Fact]
    public async Task The_policy_or_the_tool_changed_in_between()
    {
        await host.StartAsync();
        var request = BesiegedApprovals.Request();
        var approval = await host.ApprovedAsync(request);
        var holder = host.Host.Services.GetRequiredService<PolicyHolder>();
        var before = holder.Current;
        holder.Swap(new PolicySnapshot(PolicyProfile.LockedDown, [], [1]));
        await host.RefusedAsync("approval.mismatch", request with { Approval = approval.Id });
        holder.Swap(before);

        var tool = BesiegedApprovals.Request();
        var forTool = await host.ApprovedAsync(tool);
        host.Host.Tools.Redefine(GuardedHost.Change, definition => definition with { Description = "Does something else." });
        _ = host.Host.Services.GetRequiredService<ToolCatalog>().Refresh();
        await host.RefusedAsync("approval.mismatch", tool with { Approval = forTool.Id });
    }

    [Fact]
    public async Task The_host_restarted_in_between()
    {
        await host.StartAsync();
        var request = BesiegedApprovals.Request();
        var approval = await host.ApprovedAsync(request);
        var spent = BesiegedApprovals.Request();
        var used = await host.ApprovedAsync(spent);
        Assert.IsType<CallResult.Completed>(await host.CallAsync(spent with { Approval = used.Id }));
        var waiting = BesiegedApprovals.Request();
        var asked = await host.AskedAsync(waiting);
        var old = BesiegedApprovals.Request();
        var forOld = await host.ApprovedAsync(old);

        await host.Host.RestartAsync();

        // A yes that was given stands for its very call, and for nothing else; what was spent stays spent; what waits is still a question.
        await host.RefusedAsync("approval.mismatch", request with { Approval = approval.Id, Arguments = JsonElement.Parse("""{"to":"eve"}""") }, runs: 1);
        await host.RefusedAsync("approval.principal", request with { Approval = approval.Id, Principal = BesiegedApprovals.Other }, runs: 1);
        await host.RefusedAsync("approval.spent", spent with { Approval = used.Id }, runs: 1);
        Assert.IsType<CallResult.Pending>(await host.CallAsync(waiting with { Approval = asked.Id }));
        Assert.IsType<CallResult.Completed>(await host.CallAsync(request with { Approval = approval.Id }));
        await host.RefusedAsync("approval.spent", request with { Approval = approval.Id }, runs: 2);

        // Time goes on while nothing runs.
        host.Clock.Advance(TimeSpan.FromSeconds(121));
        await host.Host.RestartAsync();
        await host.RejectedAsync("approval.expired", asked, new ApprovalAnswer(true, BesiegedApprovals.Approver("ann"), AnswerChannel.Http, null));
        await host.RefusedAsync("approval.expired", old with { Approval = forOld.Id }, runs: 2);
    }

    public static TheoryData<string> Forgeries =>
    [
        "UPDATE approvals SET state = 'approved', recorded = 1, answered_by = 'ann', answered_via = 'http', answered_at = asked_at",
        "UPDATE approvals SET state = 'approved', recorded = 1, answered_by = 'ann', answered_via = 'http', answered_at = asked_at, yes_seal = question_seal",
        "UPDATE approvals SET state = 'approved', recorded = 1, answered_by = 'ann', answered_via = 'http', answered_at = asked_at, edited = arguments, edit_binding = binding, yes_seal = binding",
    ];

    [Theory, MemberData(nameof(Forgeries))]
    public async Task A_yes_written_into_the_database(string sql)
    {
        await host.StartAsync();
        var request = BesiegedApprovals.Request();
        var approval = await host.AskedAsync(request);
        await host.WriteAsync(sql);
        await host.RefusedAsync("approval.mismatch", request with { Approval = approval.Id });
    }

    [Fact]
    public async Task Arguments_edited_again_after_the_answer()
    {
        await host.StartAsync();
        var request = BesiegedApprovals.Request();
        var approval = await host.ApprovedAsync(request, edited: """{"to":"bob"}""");
        await host.WriteAsync("""UPDATE approvals SET edited = '{"to":"eve"}'""");
        await host.RefusedAsync("approval.mismatch", request with { Approval = approval.Id });
        // Whoever presents what was edited away gets what the person wrote, or nothing.
        await host.WriteAsync("""UPDATE approvals SET edited = '{"to":"bob"}'""");
        var result = Assert.IsType<CallResult.Completed>(await host.CallAsync(request with { Approval = approval.Id, Arguments = JsonElement.Parse("""{"to":"eve"}""") }));
        Assert.Contains("""It ran with: {"to":"bob"}""", result.Content.PlainText, StringComparison.Ordinal);
        Assert.Contains(await host.EntriesAsync("call.intent"), entry => entry.GetProperty("arguments").GetString() == """{"to":"bob"}""");
    }

    [Fact]
    public async Task One_person_with_two_tokens_is_no_quorum()
    {
        await host.StartAsync();
        var holder = host.Host.Services.GetRequiredService<PolicyHolder>();
        var faults = new List<Harombe.Policy.Rules.Reading.PolicyFault>();
        var rules = Harombe.Policy.Rules.Reading.PolicyReading.Read("p.yaml", "rules: [ { name: two, effect: ask, match: { tool: '*' }, answer: { quorum: 2, own: never } } ]"u8.ToArray(), faults);
        Assert.Empty(faults);
        holder.Swap(new PolicySnapshot(PolicyProfile.LockedDown, [.. rules], [2]));
        var request = BesiegedApprovals.Request();
        var approval = await host.AskedAsync(request);
        static ApprovalAnswer Yes(string name) => new(true, BesiegedApprovals.Approver(name), AnswerChannel.Http, null);

        Assert.Equal(ApprovalState.Waiting, Assert.IsType<AnswerOutcome.Recorded>(await host.Approvals.AnswerAsync(approval.Id, Yes("ann"), default)).Approval.State);
        await host.RejectedAsync("approval.twice", approval, Yes("ann"));
        await host.RejectedAsync("approval.twice", approval, Yes("ann.phone"));
        await host.RejectedAsync("approval.own", approval, Yes("caller.phone"));
        // All at once, under many names of one person.
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () => await host.Approvals.AnswerAsync(approval.Id, Yes($"ann.{i}"), default))));
        Assert.All(atOnce, outcome => Assert.IsType<AnswerOutcome.Rejected>(outcome));
        Assert.IsType<CallResult.Pending>(await host.CallAsync(request with { Approval = approval.Id }));
        Assert.Equal(0, host.Runs);

        Assert.Equal(ApprovalState.Approved, Assert.IsType<AnswerOutcome.Recorded>(await host.Approvals.AnswerAsync(approval.Id, Yes("bob"), default)).Approval.State);
        Assert.IsType<CallResult.Completed>(await host.CallAsync(request with { Approval = approval.Id }));
    }
}
