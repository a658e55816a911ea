using Harombe.Core.Approvals;

namespace Harombe.Tests.Policy.Approvals;

public sealed class ExpiryTests
{
    [Fact]
    public async Task A_question_expires_by_itself_and_watchers_are_told()
    {
        await using var host = await PolicyHost.StartAsync();
        await using var watch = host.Approvals.WatchAsync(default).GetAsyncEnumerator();
        var approval = await host.AskAsync(Calls.Of());

        host.Time.Advance(120);

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal((approval.Id, ApprovalState.Expired), (watch.Current.Id, watch.Current.State));
        Assert.Equal(["asked", "expired"], host.Audit.EventsOf(approval.Id));
    }

    [Fact]
    public async Task A_question_left_by_the_last_run_expires_after_a_restart()
    {
        await using var host = await PolicyHost.StartAsync();
        var late = await host.AskAsync(Calls.Of());
        host.Time.Advance(60);
        var later = await host.AskAsync(Calls.Of());
        await host.RestartAsync();
        await using var watch = host.Approvals.WatchAsync(default).GetAsyncEnumerator();

        host.Time.Advance(60);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(late.Id, watch.Current.Id);
        host.Time.Advance(60);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(later.Id, watch.Current.Id);
    }

    [Fact]
    public async Task A_watcher_sees_every_answer_since_it_began_also_before_it_reads()
    {
        await using var host = await PolicyHost.StartAsync();
        await host.ApprovedAsync(Calls.Of());
        var stream = host.Approvals.WatchAsync(default);
        var expected = new List<ApprovalId>();
        for (var i = 0; i < 50; i++)
        {
            expected.Add((await host.ApprovedAsync(Calls.Of())).Id);
        }

        await using var watch = stream.GetAsyncEnumerator();
        foreach (var id in expected)
        {
            Assert.True(await watch.MoveNextAsync());
            Assert.Equal(id, watch.Current.Id);
        }
    }

    [Fact]
    public async Task A_clock_set_back_gives_no_question_more_time()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var approval = await host.ApprovedAsync(call);
        host.Time.Jump = TimeSpan.FromHours(-5);
        host.Time.Advance(119);
        Assert.Equal(ApprovalState.Approved, (await host.Approvals.FindAsync(approval.Id, default))!.State);
        host.Time.Advance(1);

        await host.RefusedAsync("approval.expired", approval, call);
    }

    [Fact]
    public async Task A_clock_set_forward_expires_at_once_and_setting_it_back_revives_nothing()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var approval = await host.ApprovedAsync(call);
        host.Time.Jump = TimeSpan.FromHours(1);
        Assert.Equal(ApprovalState.Expired, (await host.Approvals.FindAsync(approval.Id, default))!.State);
        host.Time.Jump = TimeSpan.Zero;

        await host.RefusedAsync("approval.expired", approval, call);
    }

    [Fact]
    public async Task A_question_from_the_future_is_over_after_a_restart()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var approval = await host.ApprovedAsync(call);
        host.Time.Jump = TimeSpan.FromHours(-1);
        await host.RestartAsync();

        await host.RefusedAsync("approval.expired", approval, call);
    }

    [Fact]
    public async Task Lists_show_expired_questions_as_expired_and_newest_first()
    {
        await using var host = await PolicyHost.StartAsync();
        var first = await host.AskAsync(Calls.Of());
        host.Time.Advance(60);
        var second = await host.AskAsync(Calls.Of(by: Calls.OtherIde));
        host.Time.Jump = TimeSpan.FromSeconds(61);

        Assert.Equal([second.Id], (await host.Approvals.ListAsync(ApprovalState.Waiting, null, 10, default)).Select(approval => approval.Id));
        Assert.Equal([first.Id], (await host.Approvals.ListAsync(ApprovalState.Expired, null, 10, default)).Select(approval => approval.Id));
        Assert.Equal([second.Id, first.Id], (await host.Approvals.ListAsync(null, null, 10, default)).Select(approval => approval.Id));
        Assert.Equal([first.Id], (await host.Approvals.ListAsync(null, Calls.Ide.Id, 10, default)).Select(approval => approval.Id));
        Assert.Equal([second.Id], (await host.Approvals.ListAsync(null, null, 1, default)).Select(approval => approval.Id));
    }
}
