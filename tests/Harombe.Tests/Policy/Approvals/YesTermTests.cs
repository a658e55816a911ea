using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.State;

namespace Harombe.Tests.Policy.Approvals;

/// <summary>How long a yes is good for.</summary>
public sealed class YesTermTests : IAsyncLifetime
{
    private PolicyHost host = null!; // not null: InitializeAsync

    public async Task InitializeAsync() => host = await PolicyHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_yes_in_chat_outlives_its_question_while_an_earlier_call_runs()
    {
        var call = Calls.Of() with { Face = Face.Chat };
        var approval = await host.ApprovedAsync(call);

        host.Time.Advance(TimeSpan.FromMinutes(20));
        await host.RestartAsync();

        Assert.Equal(ApprovalState.Approved, (await host.Approvals.FindAsync(approval.Id, default))?.State);
        Assert.IsType<Spending.Spent>(await host.SpendAsync(approval, call));
        Assert.Equal(["asked", "approved", "spent"], host.Audit.EventsOf(approval.Id));
    }

    [Fact]
    public async Task A_yes_in_chat_ends_after_half_an_hour()
    {
        await using var watch = host.Approvals.WatchAsync(default).GetAsyncEnumerator();
        var call = Calls.Of() with { Face = Face.Chat };
        var approval = await host.ApprovedAsync(call);
        Assert.True(await watch.MoveNextAsync());

        host.Time.Advance(TimeSpan.FromMinutes(30));

        await host.RefusedAsync("approval.expired", approval, call);
    }

    [Fact]
    public async Task A_question_in_chat_takes_no_yes_after_its_time()
    {
        var approval = await host.AskAsync(Calls.Of() with { Face = Face.Chat });
        host.Time.Advance(120);
        await host.RejectedAsync("approval.expired", approval, Calls.Yes());
    }

    [Fact]
    public async Task A_yes_that_is_dated_later_by_hand_is_worth_nothing()
    {
        var call = Calls.Of() with { Face = Face.Chat };
        var approval = await host.ApprovedAsync(call);
        await host.State.WriteAsync(connection => connection.Execute("UPDATE approvals SET answered_at = answered_at + 100000"), default);
        host.Time.Advance(TimeSpan.FromMinutes(31));

        await host.RefusedAsync("approval.mismatch", approval, call, says: "not given by anybody");
    }
}
