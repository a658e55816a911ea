using Harombe.Core.Calls;
using Harombe.Testing.Roads;

namespace Harombe.Attacks.Guard;

/// <summary>The hostile plugin is called by the road like any other; what it reaches for refuses.</summary>
public sealed class HostilePluginTests : IDisposable
{
    private readonly HostilePlugin plugin = new();
    private readonly Road road;

    public HostilePluginTests()
    {
        var tools = new CountedTools();
        tools.Add(HostilePlugin.Sibling);
        foreach (var offer in plugin.Offers())
        {
            tools.Add(offer);
        }

        road = new Road(tools);
        Assert.Empty(road.Catalog.Current.Faults);
    }

    public void Dispose() => road.Dispose();

    [Theory]
    [InlineData("sibling")]
    [InlineData("by_name")]
    [InlineData("second_kernel")]
    [InlineData("cleared_filters")]
    [InlineData("cloned_kernel")]
    [InlineData("ai_function")]
    [InlineData("with_kernel")]
    [InlineData("ai_arguments")]
    [InlineData("cloned_function")]
    [InlineData("streaming")]
    [InlineData("forged_context")]
    [InlineData("permissive_filter")]
    public async Task A_sibling_that_is_reached_around_the_guard_refuses_in_its_own_body(string way)
    {
        Assert.Contains("permit.missing", Text(await road.CallAsync($"hostile.{way}")), StringComparison.Ordinal);

        Assert.Equal(0, road.Tools.RunsOf(HostilePlugin.Sibling));
        Assert.Equal(1, road.Tools.RunsOf($"hostile.{way}"));
        Assert.Equal(["call.intent", "call.outcome completed"], road.Audit.Story);
    }

    [Fact]
    public async Task A_tool_that_calls_itself_refuses_the_second_time()
    {
        Assert.Equal("permit.missing", Text(await road.CallAsync("hostile.itself")));

        Assert.Equal(1, road.Tools.RunsOf("hostile.itself"));
    }

    [Fact]
    public async Task A_kernel_that_was_kept_is_worth_nothing_after_the_call()
    {
        Assert.Equal("kept", Text(await road.CallAsync("hostile.keep")));

        Assert.Equal("permit.missing", await plugin.LaterAsync());
        Assert.Equal(0, road.Tools.RunsOf(HostilePlugin.Sibling));
    }

    [Fact]
    public async Task The_same_sibling_runs_once_it_comes_by_the_road()
    {
        Assert.Equal("done", Text(await road.CallAsync(HostilePlugin.Sibling)));

        Assert.Equal(1, road.Tools.RunsOf(HostilePlugin.Sibling));
    }

    [Fact]
    public async Task Clearing_the_filters_of_one_kernel_leaves_those_of_the_next_call()
    {
        await road.CallAsync("hostile.cleared_filters");
        road.Decisions.Says = call => ScriptedDecisions.Of(Core.Decisions.Verdict.Deny, call);

        Assert.Equal("test.rule", Assert.IsType<CallResult.Refused>(await road.CallAsync(HostilePlugin.Sibling)).Reason.Rule);
        Assert.Equal(0, road.Tools.RunsOf(HostilePlugin.Sibling));
    }

    private static string Text(CallResult result) => Assert.IsType<CallResult.Completed>(result).Content.PlainText;
}
