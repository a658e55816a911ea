using Harombe.Core.Approvals;
using Harombe.Core.Principals;
using Harombe.Core.Tools;

namespace Harombe.Tests.Policy.Approvals;

public sealed class AnsweringTests
{
    private static readonly Principal Both = new(Calls.Ide.Id, TokenKinds.Caller | TokenKinds.Approver, ToolScope.Everything);
    private static readonly Principal Admin = new(new PrincipalId("root"), TokenKinds.Admin, ToolScope.Nothing);

    public static TheoryData<string, bool, Risk, AnswerChannel, string?> Authority => new()
    {
        { "ann", true, Risk.Critical, AnswerChannel.Http, null },
        { "ann", true, Risk.Critical, AnswerChannel.Cli, null },
        { "ann", true, Risk.Critical, AnswerChannel.Page, null },
        { "ann", false, Risk.Critical, AnswerChannel.Page, null },
        { "ann", true, Risk.Low, AnswerChannel.Unknown, "approval.channel" },
        { "ann", false, Risk.Low, (AnswerChannel)77, "approval.channel" },
        { "caller", true, Risk.Low, AnswerChannel.Http, "approval.approver" },
        { "caller", false, Risk.Low, AnswerChannel.Page, "approval.approver" },
        { "admin", true, Risk.Low, AnswerChannel.Cli, "approval.approver" },
        { "both", true, Risk.Low, AnswerChannel.Http, "approval.own" },
        { "both", false, Risk.Low, AnswerChannel.Page, "approval.own" },
        { "caller", true, Risk.Low, AnswerChannel.ClientAttested, null },
        { "caller", true, Risk.Medium, AnswerChannel.ClientAttested, null },
        { "caller", true, Risk.High, AnswerChannel.ClientAttested, "approval.client" },
        { "caller", true, Risk.Critical, AnswerChannel.ClientAttested, "approval.client" },
        { "caller", true, Risk.Unknown, AnswerChannel.ClientAttested, "approval.client" },
        { "caller", false, Risk.Critical, AnswerChannel.ClientAttested, null },
        { "other", true, Risk.Low, AnswerChannel.ClientAttested, "approval.principal" },
        { "ann", true, Risk.Low, AnswerChannel.ClientAttested, "approval.principal" },
    };

    [Theory]
    [MemberData(nameof(Authority))]
    public async Task Who_may_answer_follows_token_channel_and_risk(string who, bool approve, Risk risk, AnswerChannel channel, string? rule)
    {
        await using var host = await PolicyHost.StartAsync();
        var approval = await host.AskAsync(Calls.Of(Calls.Tool(risk: risk)));
        var by = who switch { "ann" => Calls.Ann, "caller" => Calls.Ide, "other" => Calls.OtherIde, "admin" => Admin, _ => Both };

        var outcome = await host.Approvals.AnswerAsync(approval.Id, new ApprovalAnswer(approve, by, channel, null), default);

        if (rule is null)
        {
            var recorded = Assert.IsType<AnswerOutcome.Recorded>(outcome).Approval;
            Assert.Equal(approve ? ApprovalState.Approved : ApprovalState.Denied, recorded.State);
            Assert.Equal(recorded with { Arguments = default }, (await host.Approvals.FindAsync(approval.Id, default))! with { Arguments = default });
            Assert.Equal(["asked", approve ? "approved" : "denied"], host.Audit.EventsOf(approval.Id));
        }
        else
        {
            Assert.Equal(rule, Assert.IsType<AnswerOutcome.Rejected>(outcome).Reason.Rule);
            Assert.Equal(ApprovalState.Waiting, (await host.Approvals.FindAsync(approval.Id, default))!.State);
            Assert.Equal(["asked", $"rejected {rule}"], host.Audit.EventsOf(approval.Id));
        }
    }

    [Fact]
    public async Task A_client_that_may_not_answer_is_told_where_a_person_can()
    {
        await using var host = await PolicyHost.StartAsync();
        var approval = await host.AskAsync(Calls.Of());

        var outcome = await host.Approvals.AnswerAsync(approval.Id, Calls.Yes(Calls.Ide, AnswerChannel.ClientAttested), default);

        var remedy = Assert.IsType<AnswerOutcome.Rejected>(outcome).Reason.Remedy;
        Assert.Contains($"harombe approvals approve {approval.Id}", remedy, StringComparison.Ordinal);
        Assert.Contains($"/approvals/{approval.Id}", remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, ApprovalState.Approved)]
    [InlineData(false, ApprovalState.Denied)]
    public async Task The_first_answer_stands(bool first, ApprovalState state)
    {
        await using var host = await PolicyHost.StartAsync();
        var approval = await host.AskAsync(Calls.Of());
        await host.Approvals.AnswerAsync(approval.Id, first ? Calls.Yes() : Calls.No(), default);

        await host.RejectedAsync("approval.answered", approval, first ? Calls.No(by: Calls.Bob) : Calls.Yes(Calls.Bob));

        Assert.Equal(state, (await host.Approvals.FindAsync(approval.Id, default))!.State);
    }

    [Fact]
    public async Task Of_two_approvers_at_once_one_is_recorded()
    {
        await using var host = await PolicyHost.StartAsync();
        for (var round = 0; round < 25; round++)
        {
            host.State.GatherReaders(1);
            var approval = await host.AskAsync(Calls.Of());
            host.State.GatherReaders(2);

            var outcomes = await Task.WhenAll(
                Task.Run(async () => await host.Approvals.AnswerAsync(approval.Id, Calls.Yes(Calls.Ann), default)),
                Task.Run(async () => await host.Approvals.AnswerAsync(approval.Id, Calls.No("no", Calls.Bob), default)));

            var recorded = Assert.Single(outcomes.OfType<AnswerOutcome.Recorded>()).Approval;
            Assert.Equal("approval.answered", Assert.Single(outcomes.OfType<AnswerOutcome.Rejected>()).Reason.Rule);
            Assert.Equal(recorded.State, (await host.Approvals.FindAsync(approval.Id, default))!.State);
            Assert.Single(host.Audit.EventsOf(approval.Id), what => what is "approved" or "denied");
        }
    }

    [Fact]
    public async Task An_answer_after_expiry_is_rejected()
    {
        await using var host = await PolicyHost.StartAsync();
        var approval = await host.AskAsync(Calls.Of());
        host.Time.Advance(120);

        await host.RejectedAsync("approval.expired", approval, Calls.Yes());
    }

    [Fact]
    public async Task An_answer_in_the_last_millisecond_counts()
    {
        await using var host = await PolicyHost.StartAsync();
        var approval = await host.AskAsync(Calls.Of());
        host.Time.Advance(TimeSpan.FromSeconds(120) - TimeSpan.FromMilliseconds(1));

        Assert.IsType<AnswerOutcome.Recorded>(await host.Approvals.AnswerAsync(approval.Id, Calls.Yes(), default));
    }

    [Fact]
    public async Task A_reason_is_bounded()
    {
        await using var host = await PolicyHost.StartAsync();
        var approval = await host.AskAsync(Calls.Of());

        await host.RejectedAsync("approval.reason", approval, Calls.No(new string('x', 1001)));
    }

    [Fact]
    public async Task An_unknown_question_takes_no_answer()
    {
        await using var host = await PolicyHost.StartAsync();
        var outcome = await host.Approvals.AnswerAsync(ApprovalId.New(), Calls.Yes(), default);
        Assert.Equal("approval.unknown", Assert.IsType<AnswerOutcome.Rejected>(outcome).Reason.Rule);
    }
}
