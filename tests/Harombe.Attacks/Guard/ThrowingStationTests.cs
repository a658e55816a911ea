using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Testing.Roads;
using Microsoft.Extensions.Logging.Abstractions;
using Harombe.Core.Tools;

namespace Harombe.Attacks.Guard;

/// <summary>Each station fails in turn, on the way in and on the way back.</summary>
public sealed class ThrowingStationTests : IDisposable
{
    private const string Detail = "detail that nobody may read";
    private readonly Road road = Road.To("vault.open", (_, _) => ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("opened", default)));

    public static TheoryData<Station> Every => StationOrderTests.Every;

    public void Dispose() => road.Dispose();

    [Theory, MemberData(nameof(Every))]
    public async Task A_station_that_throws_on_the_way_in_keeps_the_tool_from_running(Station place)
    {
        var refused = Refused(await CallAsync(place, before: true));

        AssertNamed(place, refused);
        Assert.False(refused.ToolRan);
        Assert.Equal(0, road.Tools.RunsOf("vault.open"));
        var rule = $"station.{place}".ToLowerInvariant();
        string[] story = place switch
        {
            Station.Receive => [],
            <= Station.Record => [$"call.stopped refused {rule}"],
            _ => ["call.intent", $"call.outcome notrun {rule}"],
        };
        Assert.Equal(story, road.Audit.Story);
    }

    [Theory, MemberData(nameof(Every))]
    public async Task A_station_that_throws_on_the_way_back_withholds_the_result_and_says_that_the_tool_ran(Station place)
    {
        var refused = Refused(await CallAsync(place, before: false));

        AssertNamed(place, refused);
        Assert.True(refused.ToolRan);
        Assert.Equal(1, road.Tools.RunsOf("vault.open"));
        var ending = place > Station.Record ? $"withheld station.{place}".ToLowerInvariant() : "completed";
        Assert.Equal(["call.intent", $"call.outcome {ending}"], road.Audit.Story);
    }

    [Theory, MemberData(nameof(Every))]
    public async Task A_station_that_lets_the_call_by_twice_runs_the_tool_once(Station place)
    {
        var stations = road.Stations.Select(station => station.Place == place ? new Stutterer(station) : station);
        var kernel = new GuardedKernel(road.Catalog, stations, NullLogger<GuardedKernel>.Instance);

        await kernel.InvokeAsync(Road.Request("vault.open"), CancellationToken.None);

        // The first pass may have been refused for what the stutterer didn't do; never is there a second run.
        Assert.InRange(road.Tools.RunsOf("vault.open"), 0, 1);
        Assert.InRange(road.Audit.Entries.OfType<CallIntent>().Count(), 0, 1);
    }

    private async Task<CallResult> CallAsync(Station place, bool before)
    {
        var stations = road.Stations.Select(station => new TappedStation(station)).ToArray();
        var tapped = stations.Single(station => station.Place == place);
        Action<GuardedCall> fail = _ => throw new InvalidOperationException(Detail);
        Action<GuardedCall> pass = _ => { };
        (tapped.Before, tapped.After) = before ? (fail, pass) : (pass, fail);
        var kernel = new GuardedKernel(road.Catalog, stations, NullLogger<GuardedKernel>.Instance);
        return await kernel.InvokeAsync(Road.Request("vault.open"), CancellationToken.None);
    }

    private static CallResult.Refused Refused(CallResult result) => Assert.IsType<CallResult.Refused>(result);

    private void AssertNamed(Station place, CallResult.Refused refused)
    {
        Assert.Equal($"station.{place}".ToLowerInvariant(), refused.Reason.Rule);
        Assert.Contains($"'{place}'", refused.Reason.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Detail, refused.Reason.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Detail, road.Audit.Text, StringComparison.Ordinal);
    }

    private sealed class Stutterer(GuardStation inner) : GuardStation
    {
        public override Station Place => inner.Place;

        private protected override async ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken)
        {
            await next();
            await next();
        }
    }
}
