using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Secrets;
using Harombe.Testing.Roads;
using Harombe.Core.Tools;

namespace Harombe.Tests.Guard;

/// <summary>The stations that say yes or no: schema, decide, approve, lease.</summary>
public sealed class StopStationTests : IDisposable
{
    private readonly Road road = Road.To(
        "notes.write",
        (_, _) => ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("written", default)),
        tool => tool with
        {
            InputSchema = JsonElement.Parse("""{"type":"object","properties":{"path":{"type":"string"}},"additionalProperties":false}"""),
            Secrets = [SecretName.Parse("notes/key")],
        });

    public void Dispose() => road.Dispose();

    [Theory]
    [InlineData("""{"path":5}""", "/path must be a string")]
    [InlineData("""{"path":"a","other":1}""", "other")]
    public async Task Arguments_that_break_the_schema_are_refused_with_the_path(string arguments, string message)
    {
        var reason = Refused("schema.arguments", await road.CallAsync("notes.write", arguments));

        Assert.Contains(message, reason.Message, StringComparison.Ordinal);
        Assert.Contains("notes.write", reason.Message, StringComparison.Ordinal);
        Assert.Equal(["call.stopped refused schema.arguments"], road.Audit.Story);
    }

    [Theory]
    [InlineData(Verdict.Deny)]
    [InlineData((Verdict)77)]
    public async Task A_denial_is_told_with_rule_message_and_remedy(Verdict verdict)
    {
        road.Decisions.Says = call => ScriptedDecisions.Of(verdict, call);

        var reason = Refused("test.rule", await road.CallAsync("notes.write"));

        Assert.Equal(("The test says so.", "Write another test."), (reason.Message, reason.Remedy));
        Assert.Equal(["call.stopped refused test.rule"], road.Audit.Story);
        Assert.Empty(road.Approvals.Asked);
    }

    [Fact]
    public async Task An_allowed_call_runs_without_a_question()
    {
        Assert.IsType<CallResult.Completed>(await road.CallAsync("notes.write"));

        Assert.Empty(road.Approvals.Asked);
        Assert.Equal(["call.intent", "call.outcome completed"], road.Audit.Story);
        Assert.Equal((1, 1), (road.Leases.Leased, road.Leases.Revoked));
    }

    [Fact]
    public async Task A_no_stays_one_when_policy_would_allow_by_then()
    {
        road.Approvals.Spends = _ => new Spending.Refused(new Reason("approval.denied", "A person said no.", "Do it in another way."));
        var request = Road.Request("notes.write", approval: new ApprovalId("apr_1"));

        Refused("approval.denied", await road.Kernel.InvokeAsync(request, CancellationToken.None));

        Assert.Equal(["call.stopped refused approval.denied"], road.Audit.Story);
        Assert.Equal(0, road.Leases.Leased);
    }

    [Fact]
    public async Task A_call_that_needs_a_person_ends_as_pending()
    {
        road.Decisions.Says = call => ScriptedDecisions.Of(Verdict.Ask, call);

        var pending = Assert.IsType<CallResult.Pending>(await road.CallAsync("notes.write"));

        Assert.Equal(pending.Approval.Call, Assert.Single(road.Approvals.Asked).Id);
        Assert.Equal(["call.stopped pending test.rule"], road.Audit.Story);
        Assert.Equal(0, road.Leases.Leased);
        AssertNotRun();
    }

    [Fact]
    public async Task A_call_that_is_looked_at_again_while_it_waits_leaves_one_entry()
    {
        road.Decisions.Says = call => ScriptedDecisions.Of(Verdict.Ask, call);
        road.Approvals.Spends = call => new Spending.Waiting(ScriptedApprovals.About(call, ScriptedDecisions.Of(Verdict.Ask, call), ApprovalState.Waiting));
        var request = Road.Request("notes.write");
        var pending = Assert.IsType<CallResult.Pending>(await road.Kernel.InvokeAsync(request, default));

        Assert.IsType<CallResult.Pending>(await road.Kernel.InvokeAsync(request with { Approval = pending.Approval.Id }, default));
        road.Approvals.Asks = call => new AskOutcome.Asked(pending.Approval, Before: true);
        Assert.IsType<CallResult.Pending>(await road.Kernel.InvokeAsync(request, default));

        Assert.Equal(["call.stopped pending test.rule"], road.Audit.Story);
    }

    [Fact]
    public async Task A_question_that_could_not_be_put_is_a_refusal()
    {
        road.Decisions.Says = call => ScriptedDecisions.Of(Verdict.Ask, call);
        road.Approvals.Asks = _ => new AskOutcome.Refused(new Reason("approval.queue", "Too many wait.", "Answer some."));

        Refused("approval.queue", await road.CallAsync("notes.write"));
    }

    [Fact]
    public async Task An_approval_is_spent_before_the_intent_is_written_which_names_it()
    {
        road.Decisions.Says = call => ScriptedDecisions.Of(Verdict.Ask, call);
        var entriesAtSpending = -1;
        road.Approvals.Spends = _ =>
        {
            entriesAtSpending = road.Audit.Entries.Count;
            return null;
        };

        Assert.IsType<CallResult.Completed>(await road.Kernel.InvokeAsync(Road.Request("notes.write", approval: new ApprovalId("apr_7")), default));

        Assert.Equal(0, entriesAtSpending);
        Assert.Equal([new ApprovalId("apr_7")], road.Approvals.Spent);
        Assert.Contains("\"approval\":\"apr_7\"", road.Audit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approval_that_nobody_answered_yet_leaves_the_call_pending()
    {
        road.Decisions.Says = call => ScriptedDecisions.Of(Verdict.Ask, call);
        road.Approvals.Spends = call => new Spending.Waiting(ScriptedApprovals.About(call, ScriptedDecisions.Of(Verdict.Ask, call), ApprovalState.Waiting));

        Assert.IsType<CallResult.Pending>(await road.Kernel.InvokeAsync(Road.Request("notes.write", approval: new ApprovalId("apr_7")), default));
        AssertNotRun();
    }

    [Fact]
    public async Task A_no_is_told_with_its_reason()
    {
        road.Decisions.Says = call => ScriptedDecisions.Of(Verdict.Ask, call);
        road.Approvals.Spends = _ => new Spending.Refused(new Reason("approval.denied", "Ann said no.", "Ask Ann."));

        Refused("approval.denied", await road.Kernel.InvokeAsync(Road.Request("notes.write", approval: new ApprovalId("apr_7")), default));
        Assert.Equal(["call.stopped refused approval.denied"], road.Audit.Story);
    }

    [Fact]
    public async Task A_denied_call_does_not_spend_the_approval_it_presents()
    {
        road.Decisions.Says = call => ScriptedDecisions.Of(Verdict.Deny, call);

        Refused("test.rule", await road.Kernel.InvokeAsync(Road.Request("notes.write", approval: new ApprovalId("apr_7")), default));
        Assert.Empty(road.Approvals.Spent);
    }

    [Fact]
    public async Task A_credential_that_can_not_be_leased_stops_the_call_by_name()
    {
        road.Leases.Refuses = call => new Reason("lease.missing", $"{call.Tool.Secrets[0]} is not stored.", "Store it.");

        var reason = Refused("lease.missing", await road.CallAsync("notes.write"));

        Assert.Contains("secret://notes/key", reason.Message, StringComparison.Ordinal);
        Assert.Equal(["call.intent", "call.outcome notrun lease.missing"], road.Audit.Story);
    }

    private Reason Refused(string rule, CallResult result)
    {
        var refused = Assert.IsType<CallResult.Refused>(result);
        Assert.Equal(rule, refused.Reason.Rule);
        Assert.False(refused.ToolRan);
        AssertNotRun();
        return refused.Reason;
    }

    private void AssertNotRun() => Assert.Equal(0, road.Tools.RunsOf("notes.write"));
}
