using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Labels;
using Harombe.Core.Tools;
using Harombe.Testing.Roads;

namespace Harombe.Tests.Guard;

/// <summary>A call that must wait for another one may have its question put; it doesn't run, whatever is said.</summary>
public sealed class AskOnlyTests : IDisposable
{
    private readonly Road road = Road.To("notes.write", (_, _) => ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("written", Label.OfUser)));

    public void Dispose()
    {
        Assert.Equal(0, road.Tools.RunsOf("notes.write"));
        Assert.DoesNotContain(road.Audit.Story, entry => entry.StartsWith("call.intent", StringComparison.Ordinal));
        road.Dispose();
    }

    [Fact]
    public async Task An_allowed_call_is_held_and_leaves_no_entry()
    {
        Assert.IsType<CallResult.Held>(await AskAsync(null));

        Assert.Empty(road.Audit.Story);
    }

    [Fact]
    public async Task A_call_that_needs_a_person_has_its_question_put()
    {
        road.Decisions.Says = call => ScriptedDecisions.Of(Verdict.Ask, call);

        Assert.IsType<CallResult.Pending>(await AskAsync(null));

        Assert.Single(road.Approvals.Asked);
    }

    [Theory]
    [InlineData(ApprovalState.Waiting)]
    [InlineData(ApprovalState.Approved)]
    [InlineData(ApprovalState.Denied)]
    [InlineData(ApprovalState.Expired)]
    [InlineData(ApprovalState.Spent)]
    public async Task An_approval_is_looked_at_and_not_spent(ApprovalState state)
    {
        road.Decisions.Says = call => ScriptedDecisions.Of(Verdict.Ask, call);
        var question = Assert.IsType<CallResult.Pending>(await AskAsync(null)).Approval;
        road.Approvals.Finds = _ => question with { State = state };

        var result = await AskAsync(question.Id, question.Call);

        Assert.Equal(state == ApprovalState.Waiting, result is CallResult.Pending);
        Assert.Equal(state != ApprovalState.Waiting, result is CallResult.Held);
        Assert.Empty(road.Approvals.Spent);
    }

    [Fact]
    public async Task A_denied_call_is_refused_at_once()
    {
        road.Decisions.Says = call => ScriptedDecisions.Of(Verdict.Deny, call);

        Assert.Equal("test.rule", Assert.IsType<CallResult.Refused>(await AskAsync(null)).Reason.Rule);
    }

    private ValueTask<CallResult> AskAsync(ApprovalId? approval, CallId? call = null)
    {
        var request = Road.Request("notes.write", approval: approval) with { AskOnly = true };
        return road.Kernel.InvokeAsync(call is { } id ? request with { Id = id } : request, CancellationToken.None);
    }
}
