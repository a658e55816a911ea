using System.Net.Http.Json;
using Harombe.Agent.LanguageModels;
using Harombe.Agent.LanguageModels.OfflineRules;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Attacks.Guard;

/// <summary>Whatever door a call comes in by, and wherever its tool comes from, it passes the same stations and leaves the same entries.</summary>
public sealed class EveryRoadTests : IAsyncLifetime
{
    private const string AllTheWay =
        "Receive Schema Decide Approve Record Result Lease Permit /Permit /Lease /Result /Record /Approve /Decide /Schema /Receive";

    private const string UntilAsked = "Receive Schema Decide Approve /Approve /Decide /Schema /Receive";

    private readonly GuardedHost host = GuardedHost.Unstarted();

    public static TheoryData<string> Roads => Doors.All;

    private Doors Doors => new(host);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    [Theory, MemberData(nameof(Roads))]
    public async Task A_call_of_a_tool_that_only_reads_passes_every_station_once(string road)
    {
        await host.StartAsync();

        await Doors.CallAsync(road, GuardedHost.Look, "{}", approve: false);

        Assert.Equal(1, host.Tools.RunsOf(GuardedHost.Look));
        await AssertOneAsync(AllTheWay, "call.intent call.outcome:completed");
    }

    [Theory, MemberData(nameof(Roads))]
    public async Task A_call_of_a_plugin_passes_every_station_once(string road)
    {
        await host.StartAsync();

        await Doors.CallAsync(road, "clock.now", "{}", approve: false);

        await AssertOneAsync(AllTheWay, "call.intent call.outcome:completed");
    }

    [Theory, MemberData(nameof(Roads))]
    public async Task A_call_that_needs_a_person_stops_at_the_same_station(string road)
    {
        await host.StartAsync();

        await Doors.CallAsync(road, GuardedHost.Change, "{}", approve: false);

        Assert.Equal(0, host.Tools.RunsOf(GuardedHost.Change));
        await AssertOneAsync(UntilAsked, "call.stopped:pending");
    }

    [Theory, MemberData(nameof(Roads))]
    public async Task A_call_that_a_person_allowed_passes_every_station_from_the_first_and_runs_once(string road)
    {
        await host.StartAsync();

        await Doors.CallAsync(road, GuardedHost.Change, """{"n":1}""", approve: true);

        Assert.Equal(1, host.Tools.RunsOf(GuardedHost.Change));
        await AssertAllowedOnceAsync(Assert.Single(host.Calls));
    }

    [Theory, MemberData(nameof(Roads))]
    public async Task A_plugins_call_that_a_person_allowed_has_its_effect_after_the_yes(string road)
    {
        await host.StartAsync();

        await Doors.CallAsync(road, "files.write", """{"path":"a.txt","content":"once"}""", approve: true);

        Assert.Equal("once", await File.ReadAllTextAsync(Path.Combine(host.Workspace, "a.txt")));
        await AssertAllowedOnceAsync(Assert.Single(host.Calls));
    }

    [Fact]
    public async Task Calls_of_one_reply_that_run_side_by_side_pass_every_station_each()
    {
        await StartWithAsync("counted_look", "counted_look", "clock_now", "counted_look", "counted_change");

        var reply = await host.ChatAsync("go");

        Assert.Equal(3, host.Tools.RunsOf(GuardedHost.Look));
        Assert.Equal(0, host.Tools.RunsOf(GuardedHost.Change));
        Assert.Equal(5, host.Calls.Count);
        Assert.Equal(4, reply["tools"]!.AsArray().Count);
        // One has unknown arguments for the clock, which its schema stops.
        Assert.Equal(3, host.Calls.Count(call => host.StationsOf(call) == AllTheWay));
        Assert.Equal(1, host.Calls.Count(call => host.StationsOf(call) == UntilAsked));
        Assert.Equal(1, host.Calls.Count(call => host.StationsOf(call) == "Receive Schema /Schema /Receive"));
        var stories = await Task.WhenAll(host.Calls.Select(call => host.StoryOfAsync(call)));
        Assert.Equal(
            ["call.intent call.outcome:completed", "call.intent call.outcome:completed", "call.intent call.outcome:completed", "call.stopped:pending", "call.stopped:refused"],
            stories.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Questions_of_one_reply_are_put_together_and_calls_run_once_each_in_their_order()
    {
        await StartWithAsync("counted_change", "counted_look", "counted_change", "counted_change");

        var reply = await host.ChatAsync("go");

        var questions = reply["approvals"]!.AsArray().Select(question => (string)question!["approval"]!).ToList();
        Assert.Equal(3, questions.Distinct().Count());
        Assert.Equal(3, (await WaitingAsync()).Count);
        // Behind a call that waits nothing runs, not even what only reads or what was allowed already.
        await Doors.ApproveAsync(questions[2]);
        await Doors.ApproveAsync(questions[1]);
        await Eventually.BeAsync("another look at the calls", () => host.Calls.Any(call => host.StationsOf(call).StartsWith($"{UntilAsked} {UntilAsked}", StringComparison.Ordinal)));
        Assert.Equal((0, 0), (host.Tools.RunsOf(GuardedHost.Look), host.Tools.RunsOf(GuardedHost.Change)));

        await Doors.ApproveAsync(questions[0]);
        await Doors.EndOfTurnAsync((string)reply["session"]!);

        Assert.Equal((1, 3), (host.Tools.RunsOf(GuardedHost.Look), host.Tools.RunsOf(GuardedHost.Change)));
        Assert.Equal(4, host.Calls.Count);
        foreach (var call in host.Calls)
        {
            Assert.EndsWith("call.intent call.outcome:completed", await host.StoryOfAsync(call), StringComparison.Ordinal);
            Assert.EndsWith(AllTheWay, host.StationsOf(call), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_no_to_one_question_of_a_reply_leaves_the_others_their_answers()
    {
        await StartWithAsync("counted_change", "counted_change");
        var reply = await host.ChatAsync("go");
        var questions = reply["approvals"]!.AsArray().Select(question => (string)question!["approval"]!).ToList();

        await Doors.ApproveAsync(questions[1]);
        using (var no = await host.Http.PostAsJsonAsync($"/approvals/{questions[0]}", new { answer = "deny" }))
        {
            Assert.True(no.IsSuccessStatusCode);
        }

        await Doors.EndOfTurnAsync((string)reply["session"]!);

        Assert.Equal(1, host.Tools.RunsOf(GuardedHost.Change));
    }

    private async Task<IReadOnlyList<Approval>> WaitingAsync() =>
        await host.Services.GetRequiredService<IApprovals>().ListAsync(ApprovalState.Waiting, null, 10, CancellationToken.None);

    private Task StartWithAsync(params string[] asked) => host.StartAsync(services =>
    {
        services.Remove(services.Single(service => service.ImplementationType == typeof(OfflineRulesProvider)));
        services.AddSingleton<ILanguageModelProvider>(new ManyCallsModel(asked));
    });

    private async Task AssertOneAsync(string stations, string story)
    {
        var call = Assert.Single(host.Calls);
        Assert.Equal(stations, host.StationsOf(call));
        Assert.Equal(story, await host.StoryOfAsync(call));
    }

    // The second pass begins at the first station again: what was asked about is checked anew, not taken on trust.
    private async Task AssertAllowedOnceAsync(CallId call)
    {
        Assert.Equal($"{UntilAsked} {AllTheWay}", host.StationsOf(call));
        Assert.Equal("call.stopped:pending call.intent call.outcome:completed", await host.StoryOfAsync(call));
        Assert.Equal("approval.asked approval.approved approval.spent", await host.StoryOfAsync(call, "approval."));
    }
}
