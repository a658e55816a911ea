using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Policy.Approvals;

namespace Harombe.Tests.Policy.Approvals;

/// <summary>Nothing counts that is not in the record.</summary>
public sealed class UnrecordedTests
{
    [Fact]
    public async Task A_question_that_could_not_be_recorded_was_not_put()
    {
        await using var host = await PolicyHost.StartAsync();
        host.Audit.Throws = what => what == "asked";
        var call = Calls.Of();

        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await host.Approvals.AskAsync(call, Calls.Ask(call), default));

        Assert.Empty(await host.Approvals.ListAsync(null, null, 10, default));
    }

    [Fact]
    public async Task A_yes_that_could_not_be_recorded_was_not_given_and_can_be_given_later()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var approval = await host.AskAsync(call);
        host.Audit.Throws = _ => true;

        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await host.Approvals.AnswerAsync(approval.Id, Calls.Yes(), default));

        Assert.IsType<Spending.Waiting>(await host.SpendAsync(approval, call));
        host.Audit.Throws = _ => false;
        Assert.IsType<AnswerOutcome.Recorded>(await host.Approvals.AnswerAsync(approval.Id, Calls.Yes(), default));
        Assert.IsType<Spending.Spent>(await host.SpendAsync(approval, call));
    }

    [Fact]
    public async Task While_a_yes_is_being_recorded_it_can_not_be_spent()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var approval = await host.AskAsync(call);
        Spending? meanwhile = null;
        host.Audit.Before = async what => meanwhile = what == "approved" ? await host.SpendAsync(approval, call) : meanwhile;

        await host.Approvals.AnswerAsync(approval.Id, Calls.Yes(), default);

        Assert.IsType<Spending.Waiting>(meanwhile);
    }

    [Fact]
    public async Task A_no_that_could_not_be_recorded_stands_and_is_recorded_at_the_next_start()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var approval = await host.AskAsync(call);
        host.Audit.Throws = what => what == "denied";
        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await host.Approvals.AnswerAsync(approval.Id, Calls.No(), default));
        await host.RefusedAsync("approval.denied", approval, call);
        await host.RejectedAsync("approval.answered", approval, Calls.Yes(Calls.Bob));

        host.Audit.Throws = _ => false;
        await host.RestartAsync();

        Assert.Single(host.Audit.EventsOf(approval.Id), "denied");
        await host.RefusedAsync("approval.denied", approval, call);
    }

    [Fact]
    public async Task A_spending_that_could_not_be_recorded_is_not_granted_and_not_repeated()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var approval = await host.ApprovedAsync(call);
        host.Audit.Throws = what => what == "spent";
        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await host.SpendAsync(approval, call));

        host.Audit.Throws = _ => false;
        await host.RefusedAsync("approval.spent", approval, call);
        await host.RestartAsync();
        Assert.Single(host.Audit.EventsOf(approval.Id), "spent");
        await host.RefusedAsync("approval.spent", approval, call);
    }

    [Fact]
    public async Task A_yes_that_a_crash_left_unrecorded_is_taken_back_at_the_next_start()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var approval = await host.AskAsync(call);
        // What a crash between claim and record leaves behind.
        Assert.True(await host.State.WriteAsync(c => ApprovalChanges.Claim(c, approval.Id, Calls.Yes(), approval.AskedAt), default));
        Assert.IsType<Spending.Waiting>(await host.SpendAsync(approval, call));

        await host.RestartAsync();

        Assert.IsType<Spending.Waiting>(await host.SpendAsync(approval, call));
        Assert.IsType<AnswerOutcome.Recorded>(await host.Approvals.AnswerAsync(approval.Id, Calls.No(), default));
    }

    [Fact]
    public async Task An_expiry_that_could_not_be_recorded_refuses_meanwhile_and_is_recorded_later()
    {
        await using var host = await PolicyHost.StartAsync();
        await using var watch = host.Approvals.WatchAsync(default).GetAsyncEnumerator();
        var call = Calls.Of();
        var approval = await host.AskAsync(call);
        var tried = new TaskCompletionSource();
        host.Audit.Throws = _ => true;
        host.Audit.Before = what =>
        {
            tried.TrySetResult();
            return ValueTask.CompletedTask;
        };
        host.Time.Advance(120);
        await tried.Task;
        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await host.SpendAsync(approval, call));

        host.Audit.Throws = _ => false;
        await host.RefusedAsync("approval.expired", approval, call);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(ApprovalState.Expired, watch.Current.State);
        Assert.Single(host.Audit.EventsOf(approval.Id), "expired");
    }
}
