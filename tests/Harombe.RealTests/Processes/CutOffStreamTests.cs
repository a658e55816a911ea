using Harombe.Testing;

namespace Harombe.RealTests.Processes;

public sealed class CutOffStreamTests
{
    [Fact]
    public async Task A_stream_that_lost_its_end_to_a_kill_ends_all_the_same()
    {
        await using var host = await HostProcess.StartAsync();
        var session = (await host.Owner.ChatAsync("list my tools")).Text("session");
        await host.KillAsync();
        // What is left when the kill falls between the end of a turn and the event that tells of it.
        await StateFile.ChangeAsync(host.DataFolder, "DELETE FROM turn_events WHERE kind = 'done'");

        await host.StartAsync();
        var events = await host.Owner.EndOfTurnAsync(session);

        Assert.Equal(("done", "done"), (events[^1].Kind, events[^1].Value.Text("state")));
        Assert.Equal("message", events[^2].Kind);
        Assert.Equal(events.Count, (await host.Owner.EndOfTurnAsync(session)).Count);
    }
}
