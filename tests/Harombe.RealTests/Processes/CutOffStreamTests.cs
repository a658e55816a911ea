using Harombe.Testing;

namespace Harombe.RealTests.Processes;

public sealed class CutOffStreamTests
{
    [Fact]
    public async Task A_turn_that_is_cut_off_at_any_moment_tells_of_one_end()
    {
        await using var host = await HostProcess.StartAsync();
        var sessions = new List<string>();
        for (var round = Rounds.Of(quick: 4, full: 40); round > 0; round--)
        {
            sessions.Add(await host.Owner.BeginAsync("list my tools"));
            await Moments.WaitAsync(TimeSpan.FromMilliseconds(60));
            await host.RestartAsync();
        }

        foreach (var session in sessions)
        {
            var events = await host.Owner.EndOfTurnAsync(session);

            Assert.Equal(("done", "done"), (events[^1].Kind, events[^1].Value.Text("state")));
            Assert.Single(events, item => item.Kind == "done");
            Assert.Single(events, item => item.Kind == "message");
            // Who comes back later, and a second one at once, see the same.
            var again = await Task.WhenAll(host.Owner.EndOfTurnAsync(session), host.Owner.EndOfTurnAsync(session));
            Assert.All(again, seen => Assert.Equal(events.Count, seen.Count));
        }
    }
}
