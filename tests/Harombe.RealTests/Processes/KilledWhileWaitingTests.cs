using System.Net;

namespace Harombe.RealTests.Processes;

public sealed class KilledWhileWaitingTests
{
    [Fact]
    public async Task A_question_outlives_its_host_and_the_yes_runs_the_tool_once_and_ends_the_turn()
    {
        await using var tool = await SlowTool.StartAsync();
        var (session, approval, call) = await tool.AskAsync("once", wait: 0);
        await tool.Host.KillAsync();
        await tool.Host.StartAsync();
        Assert.Equal(0, tool.Runs("once"));

        await tool.Host.Owner.ApproveAsync(approval);
        var (ending, answer, message) = await tool.Host.Owner.EndAsync(session);

        Assert.Equal("completed", ending);
        Assert.Equal("added once", answer);
        Assert.Contains("added once", message, StringComparison.Ordinal);
        Assert.Equal(1, tool.Runs("once"));
        Assert.Single(await tool.Host.Owner.AuditAsync("call.intent", call));
        Assert.Equal("completed", Assert.Single(await tool.Host.Owner.AuditAsync("call.outcome", call)).Text("ending"));

        // And not again: neither by another answer nor by another start.
        Assert.Equal(HttpStatusCode.Conflict, (await tool.Host.Owner.AnswerAsync(approval, yes: true)).StatusCode);
        await tool.Host.RestartAsync();
        Assert.Equal("completed", (await tool.Host.Owner.EndAsync(session)).Ending);
        Assert.Equal(1, tool.Runs("once"));
    }

    [Fact]
    public async Task A_question_that_runs_out_while_the_host_is_down_is_denied_at_start_and_ends_the_turn()
    {
        await using var tool = await SlowTool.StartAsync(("security.hitl.timeout", "5s"));
        var (session, approval, call) = await tool.AskAsync("never", wait: 0);
        var expires = (await tool.Host.Owner.GetAsync($"/approvals/{approval}")).GetProperty("expiresAt").GetDateTimeOffset();
        var gone = tool.Host.Owner.As(tool.Host.Owner.Token);
        await tool.Host.KillAsync();
        // Nobody is there to take an answer.
        await Assert.ThrowsAsync<HttpRequestException>(() => gone.AnswerAsync(approval, yes: true));
        // The time runs in another process, by the clock of the wall: it can't be faked, only waited for.
        await Testing.Eventually.BeAsync("the end of the question's time", () => TimeProvider.System.GetUtcNow() > expires);

        await tool.Host.StartAsync();
        var (ending, answer, message) = await tool.Host.Owner.EndAsync(session);

        Assert.Equal("refused", ending);
        Assert.Contains("approval.expired", answer, StringComparison.Ordinal);
        Assert.Contains("Refused", message, StringComparison.Ordinal);
        Assert.Equal(0, tool.Runs("never"));
        Assert.Empty(await tool.Host.Owner.AuditAsync("call.intent", call));
        Assert.Single(await tool.Host.Owner.AuditAsync("approval.expired", call));
        using var late = await tool.Host.Owner.AnswerAsync(approval, yes: true);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("approval.expired", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
