using Harombe.Core.Approvals;
using Harombe.Core.State;
using Harombe.Core.Tools;

namespace Harombe.Tests.Policy.Approvals;

/// <summary>Somebody who may write the database, but doesn't have the key that lies beside it.</summary>
public sealed class SealTests : IAsyncLifetime
{
    private PolicyHost host = null!; // not null: InitializeAsync

    // Everything that whoever answers is shown, or that decides who may answer.
    public static TheoryData<string> Alterations =>
    [
        "arguments = '{\"path\":\"harmless.txt\"}'", "tool = 'clock.now'", "risk = 'low'", "rule = 'default.reading'", "why = 'It only reads.'",
        "principal = 'other-ide'", "face = 'chat'", "expires_at = expires_at + 3600000", "asked_at = asked_at - 1", "binding = 'aa'", "question_seal = 'aa'", "question_seal = NULL",
    ];

    public async Task InitializeAsync() => host = await PolicyHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory, MemberData(nameof(Alterations))]
    public async Task A_question_that_was_altered_takes_no_yes_but_still_a_no(string change)
    {
        var call = Calls.Of();
        var approval = await host.AskAsync(call);
        await ChangeAsync($"UPDATE approvals SET {change}");

        await host.RejectedAsync("approval.mismatch", approval, Calls.Yes());

        Assert.IsType<AnswerOutcome.Recorded>(await host.Approvals.AnswerAsync(approval.Id, Calls.No(), default));
        Assert.IsType<Spending.Refused>(await host.SpendAsync(approval, call));
    }

    [Fact]
    public async Task A_risk_that_was_made_milder_lets_no_client_answer_for_its_user()
    {
        var call = Calls.Of();
        var approval = Assert.IsType<AskOutcome.Asked>(await host.Approvals.AskAsync(call, Calls.Ask(call) with { Risk = Risk.Critical }, default)).Approval;
        await ChangeAsync("UPDATE approvals SET risk = 'medium'");

        await host.RejectedAsync("approval.mismatch", approval, new ApprovalAnswer(true, Calls.Ide, AnswerChannel.ClientAttested, null));
    }

    [Theory]
    [InlineData("waiting")]
    [InlineData("denied")]
    public async Task A_yes_that_nobody_gave_is_worth_nothing(string before)
    {
        var call = Calls.Of();
        var approval = await host.AskAsync(call);
        if (before == "denied")
        {
            await host.Approvals.AnswerAsync(approval.Id, Calls.No(), default);
        }

        await ChangeAsync("UPDATE approvals SET state = 'approved', recorded = 1, answered_by = 'ann', answered_via = 'http', answered_at = asked_at");

        await host.RefusedAsync("approval.mismatch", approval, call, says: "not given by anybody");
    }

    [Fact]
    public async Task The_yes_to_one_question_is_none_to_another()
    {
        var (given, wanted) = (Calls.Of(), Calls.Of());
        await host.ApprovedAsync(given);
        var approval = await host.AskAsync(wanted);
        await ChangeAsync(
            """
            UPDATE approvals SET (state, recorded, answered_by, answered_via, answered_at, yes_seal) =
              (SELECT state, recorded, answered_by, answered_via, answered_at, yes_seal FROM approvals WHERE state = 'approved')
            WHERE state = 'waiting'
            """);

        await host.RefusedAsync("approval.mismatch", approval, wanted, says: "not given by anybody");
    }

    [Theory]
    [InlineData("answered_by = 'mallory'")]
    [InlineData("answered_via = 'cli'")]
    [InlineData("answered_at = answered_at + 1")]
    [InlineData("yes_seal = NULL")]
    public async Task A_yes_whose_giver_was_altered_is_worth_nothing(string change)
    {
        var call = Calls.Of();
        var approval = await host.ApprovedAsync(call);
        await ChangeAsync($"UPDATE approvals SET {change}");

        await host.RefusedAsync("approval.mismatch", approval, call, says: "not given by anybody");
    }

    [Fact]
    public async Task A_binding_that_was_made_without_the_key_fits_no_call()
    {
        var (asked, wanted) = (Calls.Of(), Calls.Of());
        var approval = await host.ApprovedAsync(asked);
        var decision = Calls.Ask(wanted);
        var forged = CallBinding.Of([], wanted, decision.PolicyVersion, approval.ExpiresAt, approval.Nonce);
        await ChangeAsync($"UPDATE approvals SET binding = '{forged}', call_id = '{wanted.Id}'");

        await host.RefusedAsync("approval.mismatch", approval, wanted);
    }

    [Fact]
    public async Task An_approval_that_was_spent_and_is_set_back_is_spent_in_the_record()
    {
        var call = Calls.Of();
        var approval = await host.ApprovedAsync(call);
        Assert.IsType<Spending.Spent>(await host.SpendAsync(approval, call));
        await ChangeAsync("UPDATE approvals SET state = 'approved', recorded = 1");

        // The row alone can't tell. It is the record, which takes one intent for a call, that keeps the tool from running twice (RecordStationTests).
        Assert.IsType<Spending.Spent>(await host.SpendAsync(approval, call));
        Assert.Equal(2, host.Audit.EventsOf(approval.Id).Count(what => what == "spent"));
    }

    private ValueTask<int> ChangeAsync(string sql) => host.State.WriteAsync(
        connection =>
        {
            var touched = connection.Execute(sql);
            Assert.True(touched > 0, $"Touched nothing: {sql}");
            return touched;
        },
        default);
}
