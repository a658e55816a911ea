using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Testing.Roads;
using Harombe.Tests.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Tests.Guard;

public sealed class RecordStationTests
{
    private static readonly ToolBody Written = (_, _) => ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("written", default));

    [Fact]
    public async Task A_call_that_comes_again_is_stopped_by_the_real_record()
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();
        var tools = new CountedTools();
        tools.Add("notes.write", Written);
        using var road = new Road(tools, more: services => services.AddSingleton<IAuditLog>(log));
        var request = Road.Request("notes.write");

        Assert.IsType<CallResult.Completed>(await road.Kernel.InvokeAsync(request, default));
        var again = Assert.IsType<CallResult.Refused>(await road.Kernel.InvokeAsync(request, default));

        Assert.Equal("call.once", again.Reason.Rule);
        Assert.Equal(1, road.Tools.RunsOf("notes.write"));
        Assert.Equal(CallFate.Ended, await log.FateAsync(request.Id, default));
    }

    [Fact]
    public async Task Of_one_call_that_is_made_many_times_at_once_one_runs()
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();
        var tools = new CountedTools();
        tools.Add("notes.write", Written);
        using var road = new Road(tools, more: services => services.AddSingleton<IAuditLog>(log));
        var request = Road.Request("notes.write");

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await road.Kernel.InvokeAsync(request, default))));

        Assert.Single(results.OfType<CallResult.Completed>());
        Assert.All(results.OfType<CallResult.Refused>(), refused => Assert.Equal("call.once", refused.Reason.Rule));
        Assert.Equal(1, road.Tools.RunsOf("notes.write"));
    }

    [Fact]
    public async Task A_call_cancelled_when_the_intent_is_due_does_not_run_and_has_none()
    {
        using var cancel = new CancellationTokenSource();
        using var road = Road.To("notes.write", Written);
        road.Decisions.Says = call =>
        {
            cancel.Cancel();
            return ScriptedDecisions.Of(Core.Decisions.Verdict.Allow, call);
        };

        var refused = Assert.IsType<CallResult.Refused>(await road.Kernel.InvokeAsync(Road.Request("notes.write"), cancel.Token));

        Assert.Equal("call.cancelled", refused.Reason.Rule);
        Assert.Equal(0, road.Tools.RunsOf("notes.write"));
        Assert.Equal(["call.stopped refused call.cancelled"], road.Audit.Story);
    }

    [Fact]
    public async Task A_call_cancelled_after_the_intent_does_not_run_and_the_outcome_says_so()
    {
        using var cancel = new CancellationTokenSource();
        using var road = Road.To("notes.write", Written);
        road.Audit.Before = entry =>
        {
            if (entry is CallIntent)
            {
                cancel.Cancel();
            }
        };

        var refused = Assert.IsType<CallResult.Refused>(await road.Kernel.InvokeAsync(Road.Request("notes.write"), cancel.Token));

        Assert.Equal("call.cancelled", refused.Reason.Rule);
        Assert.False(refused.ToolRan);
        Assert.Equal(0, road.Tools.RunsOf("notes.write"));
        Assert.Equal(["call.intent", "call.outcome notrun call.cancelled"], road.Audit.Story);
    }

    [Fact]
    public async Task The_intent_is_in_the_record_before_a_credential_is_leased()
    {
        using var road = Road.To("notes.write", Written, tool => tool with { Secrets = [SecretName.Parse("notes/key")] });
        IReadOnlyList<string> story = [];
        road.Leases.Refuses = _ =>
        {
            story = road.Audit.Story;
            return null;
        };

        await road.CallAsync("notes.write");

        Assert.Equal(["call.intent"], story);
    }

    public static TheoryData<string, string> Endings => new()
    {
        { "completes", "completed" },
        { "throws", "failed tool.failed" },
        { "refuses", "failed notes.full" },
        { "is cancelled", "cancelled tool.cancelled" },
        { "cancels by itself", "failed tool.failed" },
        { "gives too much", "withheld result.size" },
        { "gives nothing", "failed tool.failed" },
    };

    [Theory, MemberData(nameof(Endings))]
    public async Task The_outcome_says_how_the_tool_ended(string how, string ending)
    {
        using var cancel = new CancellationTokenSource();
        using var road = Road.To("notes.write", (_, token) =>
        {
            switch (how)
            {
                case "completes":
                    return Written(null!, default); // not used
                case "throws":
                    throw new IOException("no space");
                case "refuses":
                    return ValueTask.FromResult<ToolOutcome>(new Reason("notes.full", "It is full.", "Delete some."));
                case "is cancelled":
                    cancel.Cancel();
                    token.ThrowIfCancellationRequested();
                    break;
                case "cancels by itself":
                    throw new OperationCanceledException();
                case "gives too much":
                    return ValueTask.FromResult<ToolOutcome>(new ToolContent([new ContentBlock.Binary([.. new byte[300_000]], "image/png", null, default)]));
            }

            return ValueTask.FromResult<ToolOutcome>(null!); // the defect under test
        });

        await road.Kernel.InvokeAsync(Road.Request("notes.write"), cancel.Token);

        Assert.Equal(["call.intent", $"call.outcome {ending}"], road.Audit.Story);
        Assert.Equal(1, road.Tools.RunsOf("notes.write"));
    }
}
