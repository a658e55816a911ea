using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.State;

namespace Harombe.Tests.Policy.Approvals;

/// <summary>A call is given up before it used an answer.</summary>
public sealed class WithdrawingTests : IAsyncLifetime
{
    private PolicyHost host = null!; // not null: InitializeAsync

    public async Task InitializeAsync() => host = await PolicyHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_question_that_was_withdrawn_takes_no_answer_and_lets_nothing_run()
    {
        var call = Calls.Of();
        var approval = await host.AskAsync(call);

        await host.Approvals.WithdrawAsync(approval.Id, default);

        Assert.Empty(await host.Approvals.ListAsync(ApprovalState.Waiting, null, 10, default));
        Assert.Equal(ApprovalState.Withdrawn, (await host.Approvals.FindAsync(approval.Id, default))?.State);
        await host.RejectedAsync("approval.withdrawn", approval, Calls.Yes());
        await host.RejectedAsync("approval.withdrawn", approval, Calls.No());
        await host.RefusedAsync("approval.withdrawn", approval, call);
        Assert.Equal(["asked", "withdrawn"], host.Audit.EventsOf(approval.Id).Take(2));
    }

    [Fact]
    public async Task A_yes_that_was_not_used_goes_with_its_question()
    {
        var call = Calls.Of();
        var approval = await host.ApprovedAsync(call);

        await host.Approvals.WithdrawAsync(approval.Id, default);

        await host.RefusedAsync("approval.withdrawn", approval, call);
    }

    [Fact]
    public async Task What_is_closed_stays_as_it_is()
    {
        var call = Calls.Of();
        var approval = await host.ApprovedAsync(call);
        await host.SpendAsync(approval, call);

        await host.Approvals.WithdrawAsync(approval.Id, default);
        await host.Approvals.WithdrawAsync(ApprovalId.New(), default);

        Assert.Equal(ApprovalState.Spent, (await host.Approvals.FindAsync(approval.Id, default))?.State);
    }

    [Fact]
    public async Task Those_who_watch_learn_of_it()
    {
        var approval = await host.AskAsync(Calls.Of());
        using var stop = new CancellationTokenSource();
        var watch = host.Approvals.WatchAsync(stop.Token).GetAsyncEnumerator();

        await host.Approvals.WithdrawAsync(approval.Id, default);

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal((approval.Id, ApprovalState.Withdrawn), (watch.Current.Id, watch.Current.State));
        await watch.DisposeAsync();
    }

    [Fact]
    public async Task A_withdrawal_that_could_not_be_recorded_stands_and_is_recorded_at_the_next_start()
    {
        var approval = await host.AskAsync(Calls.Of());
        host.Audit.Throws = what => what == "withdrawn";
        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await host.Approvals.WithdrawAsync(approval.Id, default));
        host.Audit.Throws = _ => false;
        await host.RejectedAsync("approval.withdrawn", approval, Calls.Yes());

        await host.RestartAsync();

        Assert.Contains("withdrawn", host.Audit.EventsOf(approval.Id));
    }

    [Fact]
    public async Task What_became_of_a_question_of_an_older_version_is_said_not_that_its_seal_is_missing()
    {
        var call = Calls.Of();
        var approval = await host.AskAsync(call);
        await host.Approvals.WithdrawAsync(approval.Id, default);
        await host.State.WriteAsync(connection => connection.Execute("UPDATE approvals SET question_seal = NULL, binding = 'of-an-older-version'"), default);

        await host.RejectedAsync("approval.withdrawn", approval, Calls.Yes());
        await host.RefusedAsync("approval.withdrawn", approval, call);
    }

    [Fact]
    public async Task A_yes_that_is_on_its_way_is_overtaken()
    {
        var call = Calls.Of();
        var approval = await host.AskAsync(call);
        host.Audit.Before = async what => await (what == "approved" ? host.Approvals.WithdrawAsync(approval.Id, default) : ValueTask.CompletedTask);

        await host.RejectedAsync("approval.withdrawn", approval, Calls.Yes());

        await host.RefusedAsync("approval.withdrawn", approval, call);
    }
}
