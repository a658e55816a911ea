using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;

namespace Harombe.Tests.Policy.Approvals;

public sealed class SpendingTests
{
    [Fact]
    public async Task Of_a_thousand_attempts_at_once_one_spends()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var approval = await host.ApprovedAsync(call);
        host.State.GatherReaders(1000);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(async () => await host.SpendAsync(approval, call))));

        Assert.Equal(ApprovalState.Spent, Assert.Single(outcomes.OfType<Spending.Spent>()).Approval.State);
        Assert.All(outcomes.OfType<Spending.Refused>(), refused => Assert.Equal("approval.spent", refused.Reason.Rule));
        Assert.Equal(999, outcomes.OfType<Spending.Refused>().Count());
        Assert.Single(host.Audit.EventsOf(approval.Id), "spent");
    }

    public static TheoryData<string, string, string> Changes => new()
    {
        { "arguments", "approval.mismatch", "the arguments have changed" },
        { "definition", "approval.mismatch", "the tool's definition has changed" },
        { "tool", "approval.mismatch", "the tool differs" },
        { "policy", "approval.mismatch", "the policy has changed" },
        { "session", "approval.mismatch", "the session differs" },
        { "call", "approval.mismatch", "the call's id differs" },
        { "principal", "approval.principal", "another principal" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task An_approval_is_for_the_exact_call(string what, string rule, string says)
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var approval = await host.ApprovedAsync(call);
        var other = what switch
        {
            "arguments" => call with { Arguments = Calls.Arguments("""{"to":"ann@example.org","text":"hellp"}""") },
            "definition" => call with { Tool = Calls.Tool(description: "Sends mail. ") },
            "tool" => call with { Tool = Calls.Tool("mail.draft") },
            "session" => call with { Session = SessionId.New() },
            "call" => call with { Id = CallId.New() },
            "principal" => call with { Principal = Calls.OtherIde },
            _ => call,
        };

        await host.RefusedAsync(rule, approval, other, Calls.Ask(other, what == "policy" ? "test-2" : "test-1"), says);

        Assert.Contains($"rejected {rule}", host.Audit.EventsOf(approval.Id));
        Assert.IsType<Spending.Spent>(await host.SpendAsync(approval, call));
    }

    [Fact]
    public async Task A_waiting_approval_is_not_shown_to_another_principal()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var approval = await host.AskAsync(call);

        await host.RefusedAsync("approval.principal", approval, call with { Principal = Calls.OtherIde });
        Assert.IsType<Spending.Waiting>(await host.SpendAsync(approval, call));
    }

    [Fact]
    public async Task A_denial_carries_the_reason_of_the_person()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var approval = await host.AskAsync(call);
        await host.Approvals.AnswerAsync(approval.Id, Calls.No("wrong recipient"), default);

        await host.RefusedAsync("approval.denied", approval, call, says: "ann said no: wrong recipient");
    }

    [Fact]
    public async Task A_yes_that_was_not_used_in_time_expires()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var approval = await host.ApprovedAsync(call);
        host.Time.Advance(120);

        await host.RefusedAsync("approval.expired", approval, call);
        Assert.Single(host.Audit.EventsOf(approval.Id), "expired");
    }

    [Fact]
    public async Task An_approval_that_was_never_asked_for_is_unknown()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        foreach (var id in (string[])["apr_00", "' OR 1=1 --", "", "<script>"])
        {
            var refused = Assert.IsType<Spending.Refused>(await host.Approvals.SpendAsync(new ApprovalId(id), call, Calls.Ask(call), default));
            Assert.Equal("approval.unknown", refused.Reason.Rule);
            Assert.DoesNotContain("<", refused.Reason.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_yes_never_discharges_a_denial()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var approval = await host.ApprovedAsync(call);

        await host.RefusedAsync("access.tools", approval, call, Calls.Ask(call) with { Verdict = Verdict.Deny, Rule = "access.tools" });
    }

    [Fact]
    public async Task Approvals_survive_a_restart_and_so_does_their_spending()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var approval = await host.ApprovedAsync(call);
        await host.RestartAsync();
        Assert.IsType<Spending.Spent>(await host.SpendAsync(approval, call));
        await host.RestartAsync();
        await host.RefusedAsync("approval.spent", approval, call);
    }
}
