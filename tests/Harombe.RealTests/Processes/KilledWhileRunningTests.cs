using Harombe.Testing;
using Xunit.Abstractions;

namespace Harombe.RealTests.Processes;

/// <summary>At most once, whenever the power goes: every round kills the host at a moment that chance picks, and counts the effects.</summary>
public sealed class KilledWhileRunningTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("slow.append", true)]
    [InlineData("slow.mark", false)]
    public async Task A_call_that_is_cut_off_between_intent_and_outcome_is_indeterminate_and_never_runs_again(string name, bool asks)
    {
        await using var tool = await SlowTool.StartAsync();
        for (var round = 0; round < Rounds.Of(quick: 3, full: 25); round++)
        {
            var line = $"round {round}";
            var session = await BeginAsync(tool, name, line, asks);
            await Eventually.BeAsync("the tool's effect", () => tool.Runs(line) > 0);
            await Moments.WaitAsync(TimeSpan.FromMilliseconds(100));
            await tool.Host.RestartAsync();

            var (ending, answer, message) = await tool.Host.Owner.EndAsync(session);

            Assert.Equal("indeterminate", ending);
            Assert.Contains("call.once", answer, StringComparison.Ordinal);
            Assert.Contains("not run again", message, StringComparison.Ordinal);
            var intent = Assert.Single(await IntentsAsync(tool, session));
            Assert.Equal("indeterminate", Assert.Single(await tool.Host.Owner.AuditAsync("call.outcome", intent)).Text("ending"));
            Assert.Equal(1, tool.Runs(line));
        }
    }

    [Fact]
    public async Task A_turn_that_is_cut_off_at_any_moment_of_its_life_has_its_effect_at_most_once()
    {
        await using var tool = await SlowTool.StartAsync();
        var span = await UndisturbedAsync(tool);
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds.Of(quick: 6, full: 50); round++)
        {
            var line = $"life {round}";
            var (session, approval, call) = await tool.AskAsync(line, wait: 20);
            // The answer is on its way while the host dies: whether it arrived is part of what chance decides.
            var answer = tool.Host.Owner.AnswerAsync(approval, yes: true);
            await Moments.WaitAsync(span);
            await tool.Host.KillAsync();
            await Task.WhenAny(answer);
            var runs = tool.Runs(line);
            await tool.Host.StartAsync();
            var question = (await tool.Host.Owner.GetAsync($"/approvals/{approval}")).Text("state");
            if (question == "waiting")
            {
                await tool.Host.Owner.ApproveAsync(approval);
            }

            var ending = Ending(await tool.Host.Owner.LastWordAsync(session));
            var intents = (await tool.Host.Owner.AuditAsync("call.intent", call)).Count;
            var outcome = (await tool.Host.Owner.AuditAsync("call.outcome", call)).Select(entry => entry.Text("ending")).SingleOrDefault();
            var story = $"{runs} effects at the kill, question {question}, {intents} intents, outcome {outcome ?? "none"}, the turn says {ending}";
            seen[story] = seen.GetValueOrDefault(story) + 1;

            Assert.Contains(ending, (string[])["refused", "indeterminate", "completed"]);
            Assert.InRange(tool.Runs(line), 0, 1);
            Assert.InRange(intents, 0, 1);
            // An effect without an intent, or one that the model was told did not happen, would be a lie of the record.
            Assert.True(tool.Runs(line) == 0 || intents == 1, story);
            Assert.True(ending != "completed" || tool.Runs(line) == 1, story);
            Assert.True(ending != "refused" || tool.Runs(line) == 0, story);
            Assert.True(question != "waiting" || (runs, tool.Runs(line), ending) == (0, 1, "completed"), story);
        }

        foreach (var (story, times) in seen)
        {
            output.WriteLine($"{times} × {story}");
        }
    }

    private static async Task<string> BeginAsync(SlowTool tool, string name, string line, bool asks)
    {
        if (asks)
        {
            var (session, approval, _) = await tool.AskAsync(line, SlowTool.ForEver);
            await tool.Host.Owner.ApproveAsync(approval);
            return session;
        }

        // Nobody is asked, so the turn's own stream is what names the conversation before the tool ends: it never does.
        return await tool.Host.Owner.BeginAsync(tool.Sentence(name, line, SlowTool.ForEver));
    }

    private static async Task<IReadOnlyList<string>> IntentsAsync(SlowTool tool, string session) =>
        [.. (await tool.Host.Owner.AuditAsync("call.intent")).Where(entry => entry.Text("session") == session).Select(entry => entry.Text("call"))];

    private static string Ending(string message) =>
        message.Contains("Refused:", StringComparison.Ordinal) ? "refused"
        : message.Contains("not run again", StringComparison.Ordinal) ? "indeterminate"
        : message.Contains("added", StringComparison.Ordinal) ? "completed"
        : $"something else: {message}";

    // How long a turn takes from the answer on: the span within which a kill may hit anything.
    private static async Task<TimeSpan> UndisturbedAsync(SlowTool tool)
    {
        var (session, approval, _) = await tool.AskAsync("undisturbed", wait: 20);
        var began = TimeProvider.System.GetTimestamp();
        await tool.Host.Owner.ApproveAsync(approval);
        Assert.Equal("completed", (await tool.Host.Owner.EndAsync(session)).Ending);
        return TimeProvider.System.GetElapsedTime(began);
    }
}
