using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Decisions;
using Harombe.Core.Principals;
using Harombe.Core.State;
using Harombe.Core.Tools;

namespace Harombe.Tests.Policy.Approvals;

/// <summary>Who may answer, and how many must.</summary>
public sealed class QuorumTests : IAsyncLifetime
{
    private static readonly AnswerDemand Two = AnswerDemand.Anybody with { Quorum = 2 };

    private PolicyHost host = null!; // not null: InitializeAsync

    public async Task InitializeAsync() => host = await PolicyHost.StartAsync(options => options.CriticalQuorum = 3);

    public async Task DisposeAsync() => await host.DisposeAsync();

    private static Principal Approver(string name) => new(new PrincipalId(name), TokenKinds.Approver, ToolScope.Nothing);

    private async Task<(Core.Calls.ToolCall Call, Approval Approval, Decision Decision)> AskedAsync(AnswerDemand demand, Principal? by = null, Risk risk = Risk.High)
    {
        var call = Calls.Of(by: by);
        var decision = Calls.Asks(call, demand) with { Risk = risk };
        return (call, Assert.IsType<AskOutcome.Asked>(await host.Approvals.AskAsync(call, decision, default)).Approval, decision);
    }

    private async Task<Approval> YesAsync(Approval approval, string by) =>
        Assert.IsType<AnswerOutcome.Recorded>(await host.Approvals.AnswerAsync(approval.Id, Calls.Yes(Approver(by)), default)).Approval;

    [Fact]
    public async Task Two_people_must_say_yes_and_a_restart_in_between_forgets_none()
    {
        var (call, approval, decision) = await AskedAsync(Two);

        Assert.Equal((ApprovalState.Waiting, "ann"), (await YesAsync(approval, "ann") is var first ? first.State : default, first.Endorsed.Single().Value));
        Assert.IsType<Spending.Waiting>(await host.SpendAsync(approval, call, decision));
        await host.RestartAsync();
        Assert.Equal(ApprovalState.Approved, (await YesAsync(approval, "bob")).State);

        Assert.IsType<Spending.Spent>(await host.SpendAsync(approval, call, decision));
        Assert.Equal(["asked", "endorsed", "endorsed", "approved", "spent"], host.Audit.EventsOf(approval.Id));
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("ann.phone")]
    public async Task One_person_is_counted_once_with_however_many_principals(string again)
    {
        var (_, approval, _) = await AskedAsync(Two);
        await YesAsync(approval, "ann");

        await host.RejectedAsync("approval.twice", approval, Calls.Yes(Approver(again)));
        Assert.Equal(ApprovalState.Waiting, (await host.Approvals.FindAsync(approval.Id, default))?.State);
    }

    [Fact]
    public async Task One_no_is_enough()
    {
        var (call, approval, decision) = await AskedAsync(Two);
        await YesAsync(approval, "ann");
        Assert.IsType<AnswerOutcome.Recorded>(await host.Approvals.AnswerAsync(approval.Id, Calls.No("no", Approver("bob")), default));
        await host.RejectedAsync("approval.answered", approval, Calls.Yes(Approver("carl")));
        await host.RefusedAsync("approval.denied", approval, call, decision);
    }

    [Fact]
    public async Task Only_those_whom_the_rule_names_say_yes_and_any_approver_says_no()
    {
        var (_, approval, _) = await AskedAsync(AnswerDemand.Anybody with { By = [["ann", "ops.*"]] });
        await host.RejectedAsync("approval.named", approval, Calls.Yes(Approver("bob")));
        await host.RejectedAsync("approval.named", approval, Calls.Yes(Approver("annabel")));
        Assert.Equal(ApprovalState.Approved, (await YesAsync(approval, "ops.night")).State);

        var (_, other, _) = await AskedAsync(AnswerDemand.Anybody with { By = [["ann"]] });
        Assert.IsType<AnswerOutcome.Recorded>(await host.Approvals.AnswerAsync(other.Id, Calls.No(by: Approver("bob")), default));
    }

    [Fact]
    public async Task Who_is_named_by_one_rule_and_not_by_another_that_asks_too_says_no_yes()
    {
        var (_, approval, _) = await AskedAsync(AnswerDemand.Anybody with { By = [["ann", "bob"], ["bob"]] });
        await host.RejectedAsync("approval.named", approval, Calls.Yes(Approver("ann")));
        Assert.Equal(ApprovalState.Approved, (await YesAsync(approval, "bob")).State);
    }

    [Fact]
    public async Task The_one_who_asks_never_counts_where_the_rule_says_so()
    {
        var owner = new Principal(new PrincipalId("owner.chat"), TokenKinds.Caller, ToolScope.Everything);
        var (_, barred, _) = await AskedAsync(AnswerDemand.Anybody with { OwnBarred = true }, owner);
        await host.RejectedAsync("approval.own", barred, Calls.Yes(Approver("owner")));
        var (_, allowed, _) = await AskedAsync(AnswerDemand.Anybody, owner);
        Assert.Equal(ApprovalState.Approved, (await YesAsync(allowed, "owner")).State);
    }

    [Fact]
    public async Task Critical_risk_wants_as_many_as_the_configuration_says()
    {
        var (_, approval, _) = await AskedAsync(AnswerDemand.Anybody, risk: Risk.Critical);
        await YesAsync(approval, "ann");
        Assert.Equal(ApprovalState.Waiting, (await YesAsync(approval, "bob")).State);
        Assert.Equal(ApprovalState.Approved, (await YesAsync(approval, "carl")).State);
    }

    [Fact]
    public async Task A_client_can_not_answer_where_the_rule_wants_to_know_who_did()
    {
        var (_, approval, _) = await AskedAsync(Two, risk: Risk.Medium);
        await host.RejectedAsync("approval.client", approval, new ApprovalAnswer(true, Calls.Ide, AnswerChannel.ClientAttested, null));
    }

    [Fact]
    public async Task A_yes_that_could_not_be_recorded_is_none_and_can_be_given_later()
    {
        var (_, approval, _) = await AskedAsync(Two);
        host.Audit.Throws = what => what == "endorsed";
        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await YesAsync(approval, "ann"));
        host.Audit.Throws = _ => false;
        Assert.Equal(ApprovalState.Waiting, (await YesAsync(approval, "bob")).State);
        host.Time.Advance(10);
        Assert.Equal(ApprovalState.Approved, (await YesAsync(approval, "ann")).State);
    }

    [Fact]
    public async Task When_the_last_step_could_not_be_recorded_whoever_gave_a_yes_may_repeat_it()
    {
        var (_, approval, _) = await AskedAsync(Two);
        await YesAsync(approval, "ann");
        host.Audit.Throws = what => what == "approved";
        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await YesAsync(approval, "bob"));
        host.Audit.Throws = _ => false;
        Assert.Equal(ApprovalState.Approved, (await YesAsync(approval, "bob")).State);
    }

    public static TheoryData<string> Forgeries =>
    [
        "INSERT INTO approval_yeses (approval, person, principal, via, at, recorded, seal) SELECT id, 'bob', 'bob', 'http', asked_at, 1, 'aa' FROM approvals",
        "INSERT INTO approval_yeses (approval, person, principal, via, at, recorded, seal) SELECT approval, 'bob', 'bob', via, at, 1, seal FROM approval_yeses",
        "UPDATE approvals SET terms = replace(terms, '\"quorum\":2', '\"quorum\":1')",
        "UPDATE approvals SET terms = NULL",
    ];

    [Theory, MemberData(nameof(Forgeries))]
    public async Task Whoever_writes_the_database_makes_no_second_person(string sql)
    {
        var (call, approval, decision) = await AskedAsync(Two);
        await YesAsync(approval, "ann");
        await host.State.WriteAsync(connection => connection.Execute(sql), default);
        await host.State.WriteAsync(
            connection => connection.Execute("UPDATE approvals SET state = 'approved', recorded = 1, answered_by = 'bob', answered_via = 'http', answered_at = asked_at"), default);

        await host.RefusedAsync("approval.mismatch", approval, call, decision);
    }

    [Fact]
    public async Task A_yes_of_several_is_taken_out_of_the_database_only_with_its_effect()
    {
        var (call, approval, decision) = await AskedAsync(Two);
        await YesAsync(approval, "ann");
        await YesAsync(approval, "bob");
        await host.State.WriteAsync(connection => connection.Execute("DELETE FROM approval_yeses WHERE person = 'ann'"), default);
        await host.RefusedAsync("approval.mismatch", approval, call, decision, "fewer people");
    }
}
