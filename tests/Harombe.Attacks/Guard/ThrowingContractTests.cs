using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Secrets;
using Harombe.Testing.Roads;
using Harombe.Core.Tools;

namespace Harombe.Attacks.Guard;

/// <summary>Each contract that a station stands on fails in turn.</summary>
public sealed class ThrowingContractTests : IDisposable
{
    private readonly Road road = Road.To(
        "vault.open",
        (_, _) => ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("opened", default)),
        tool => tool with { Secrets = [SecretName.Parse("vault/key")] });

    public void Dispose() => road.Dispose();

    [Fact]
    public async Task A_scanner_that_throws_at_the_arguments_refuses_and_the_record_holds_none_of_them()
    {
        road.Scanner.Before = _ => throw Broken();

        AssertNotRun("station.receive", await road.CallAsync("vault.open", """{"word":"never-scanned"}"""));

        Assert.Equal(["call.stopped refused station.receive"], road.Audit.Story);
        Assert.DoesNotContain("never-scanned", road.Audit.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("argumentsHash", road.Audit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scanner_that_throws_at_the_result_withholds_it()
    {
        road.Scanner.Before = text =>
        {
            if (text == "opened")
            {
                throw Broken();
            }
        };

        AssertRan("station.result", await road.CallAsync("vault.open"));
        Assert.Equal(["call.intent", "call.outcome withheld station.result"], road.Audit.Story);
    }

    [Fact]
    public async Task Decisions_that_throw_count_as_a_no()
    {
        road.Decisions.Says = _ => throw Broken();

        AssertNotRun("station.decide", await road.CallAsync("vault.open"));
        Assert.Equal(["call.stopped refused station.decide"], road.Audit.Story);
    }

    [Fact]
    public async Task A_decision_that_is_none_counts_as_a_no()
    {
        road.Decisions.Says = _ => null!;

        AssertNotRun("station.decide", await road.CallAsync("vault.open"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Approvals_that_throw_count_as_a_no(bool asking)
    {
        road.Decisions.Says = call => ScriptedDecisions.Of(Verdict.Ask, call);
        (road.Approvals.Asks, road.Approvals.Spends) = (_ => throw Broken(), _ => throw Broken());
        var request = Road.Request("vault.open", approval: asking ? null : new ApprovalId("apr_1"));

        AssertNotRun("station.approve", await road.Kernel.InvokeAsync(request, CancellationToken.None));
        Assert.Equal(["call.stopped refused station.approve"], road.Audit.Story);
    }

    [Fact]
    public async Task A_record_that_can_not_take_the_intent_keeps_the_tool_from_running()
    {
        road.Audit.Throws = entry => entry is CallIntent;

        var refused = AssertNotRun("station.record", await road.CallAsync("vault.open"));
        Assert.Contains("disk is full", refused.Reason.Message, StringComparison.Ordinal);
        Assert.Equal(["call.stopped refused station.record"], road.Audit.Story);
        Assert.Equal(0, road.Leases.Leased);
    }

    [Fact]
    public async Task A_record_that_can_not_take_the_outcome_withholds_the_result_and_leaves_the_call_indeterminate()
    {
        road.Audit.Throws = entry => entry is CallOutcome;
        var request = Road.Request("vault.open");

        AssertRan("station.record", await road.Kernel.InvokeAsync(request, CancellationToken.None));
        Assert.Equal(["call.intent"], road.Audit.Story);
        Assert.Equal(CallFate.Indeterminate, await road.Audit.FateAsync(request.Id, CancellationToken.None));

        road.Audit.Throws = _ => false;
        Assert.Equal("call.once", Rule(await road.Kernel.InvokeAsync(request, CancellationToken.None)));
        Assert.Equal(1, road.Tools.RunsOf("vault.open"));
    }

    [Fact]
    public async Task A_refusal_that_can_not_be_recorded_is_a_refusal_that_says_so()
    {
        road.Decisions.Says = call => ScriptedDecisions.Of(Verdict.Deny, call);
        road.Audit.Throws = entry => entry is CallStopped;

        AssertNotRun("station.receive", await road.CallAsync("vault.open"));
        Assert.Empty(road.Audit.Entries);
    }

    [Fact]
    public async Task A_question_that_can_not_be_recorded_is_not_reported_as_asked()
    {
        road.Decisions.Says = call => ScriptedDecisions.Of(Verdict.Ask, call);
        road.Audit.Throws = entry => entry is CallStopped;

        AssertNotRun("station.receive", await road.CallAsync("vault.open"));
    }

    [Fact]
    public async Task Leases_that_throw_keep_the_tool_from_running()
    {
        road.Leases.Refuses = _ => throw Broken();

        AssertNotRun("station.lease", await road.CallAsync("vault.open"));
        Assert.Equal(["call.intent", "call.outcome notrun station.lease"], road.Audit.Story);
    }

    [Fact]
    public async Task A_lease_that_can_not_be_revoked_withholds_the_result()
    {
        road.Leases.AtRevocation = () => throw Broken();

        AssertRan("station.lease", await road.CallAsync("vault.open"));
        Assert.Equal(1, road.Leases.Revoked);
        Assert.Equal(["call.intent", "call.outcome withheld station.lease"], road.Audit.Story);
    }

    private static InvalidOperationException Broken() => new("the inner detail");

    private CallResult.Refused AssertNotRun(string rule, CallResult result)
    {
        Assert.Equal(0, road.Tools.RunsOf("vault.open"));
        var refused = Assert.IsType<CallResult.Refused>(result);
        Assert.Equal(rule, refused.Reason.Rule);
        Assert.False(refused.ToolRan);
        Assert.DoesNotContain("inner detail", refused.Reason.ToString(), StringComparison.Ordinal);
        return refused;
    }

    private void AssertRan(string rule, CallResult result)
    {
        Assert.Equal(1, road.Tools.RunsOf("vault.open"));
        var refused = Assert.IsType<CallResult.Refused>(result);
        Assert.Equal(rule, refused.Reason.Rule);
        Assert.True(refused.ToolRan);
    }

    private static string Rule(CallResult result) => Assert.IsType<CallResult.Refused>(result).Reason.Rule;
}
