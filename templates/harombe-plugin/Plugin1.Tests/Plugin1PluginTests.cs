using Harombe.Testing.Plugins;

namespace Plugin1.Tests;

public sealed class Plugin1PluginTests
{
    [Fact]
    public async Task Greeting_only_reads_and_runs_without_a_question()
    {
        await using var host = await GuardedHost.LoadAsync<Plugin1Plugin>();
        var greeting = await host.CallAsync("greet", new { name = "Ada" });
        Assert.Equal(CallState.Completed, greeting.State);
        Assert.Contains("Ada", greeting.Text);
        Assert.Equal(["call.intent", "call.outcome"], host.Record.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task Name_that_is_none_is_refused_with_a_reason()
    {
        await using var host = await GuardedHost.LoadAsync<Plugin1Plugin>();
        var refused = await host.CallAsync("greet", new { name = "" });
        Assert.Equal((CallState.Failed, "plugin1.name"), (refused.State, refused.Reason?.Rule));
    }

    [Fact]
    public async Task Forgetting_changes_something_so_a_person_is_asked()
    {
        await using var host = await GuardedHost.LoadAsync<Plugin1Plugin>();
        var asked = await host.CallAsync("forget");
        Assert.Equal(CallState.Waiting, asked.State);
        Assert.Equal(CallState.Refused, (await host.DenyAsync(asked)).State);
        var done = await host.ApproveAsync(await host.CallAsync("forget"));
        Assert.Equal(CallState.Completed, done.State);
        Assert.Equal("forgetting", Assert.Single(done.Progress).Message);
    }
}
