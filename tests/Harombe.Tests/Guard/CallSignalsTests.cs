using System.Diagnostics;
using System.Diagnostics.Metrics;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Labels;
using Harombe.Core.Telemetry;
using Harombe.Core.Tools;
using Harombe.Testing.Roads;

namespace Harombe.Tests.Guard;

public sealed class CallSignalsTests
{
    [Fact]
    public async Task A_call_is_one_span_with_an_event_for_each_station_in_their_order()
    {
        using var spans = new Spans("signals.read");
        using var road = Road.To("signals.read", (_, _) => ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("the content", Label.OfUser)));

        await road.CallAsync("signals.read", """{"path":"the argument"}""");

        var span = Assert.Single(spans.Ended);
        Assert.Equal("execute_tool signals.read", span.DisplayName);
        Assert.Equal("execute_tool", span.GetTagItem("gen_ai.operation.name"));
        Assert.Equal("completed", span.GetTagItem("harombe.ending"));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal(
            ["receive", "schema", "decide", "approve", "record", "result", "lease", "permit"],
            span.Events.Select(one => one.Name["harombe.station.".Length..]));
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value is string text && text.Contains("the ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_call_ends_its_span_with_the_rule_and_not_beyond_the_station_that_refused()
    {
        using var spans = new Spans("signals.refused");
        using var road = Road.To("signals.refused", (_, _) => throw new InvalidOperationException("It ran."));
        road.Decisions.Says = call => ScriptedDecisions.Of(Verdict.Deny, call);

        await road.CallAsync("signals.refused");

        var span = Assert.Single(spans.Ended);
        Assert.Equal("test.rule", span.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Equal("harombe.station.decide", span.Events.Last().Name);
    }

    [Fact]
    public async Task What_the_guard_adds_is_measured_without_the_tool()
    {
        using var release = new SemaphoreSlim(0);
        using var measured = new Measurements("signals.slow");
        using var road = Road.To("signals.slow", async (_, cancellationToken) =>
        {
            await release.WaitAsync(cancellationToken);
            return ToolContent.OfText("late", Label.OfUser);
        });

        var call = road.CallAsync("signals.slow");
        release.Release();
        await call;

        var whole = Assert.Single(measured.Of("harombe.call.duration"));
        var added = Assert.Single(measured.Of("harombe.guard.duration"));
        Assert.InRange(added, 0, whole);
    }

    [Fact]
    public async Task Without_a_listener_no_span_is_made()
    {
        Activity? seen = null;
        using var road = Road.To("signals.unheard", (_, _) =>
        {
            seen = Activity.Current;
            return ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("done", Label.OfUser));
        });

        await road.CallAsync("signals.unheard");

        // Others may listen in this process; to this tool nobody does.
        Assert.True(seen is null || !seen.IsAllDataRequested || seen.DisplayName != "execute_tool signals.unheard");
    }

    /// <summary>The ended spans of one tool: other tests run beside this one.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ActivityListener listener;

        public Spans(string tool)
        {
            listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == Signals.Name,
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                    options.Name == $"execute_tool {tool}" ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
                ActivityStopped = Ended.Add,
            };
            ActivitySource.AddActivityListener(listener);
        }

        public List<Activity> Ended { get; } = [];

        public void Dispose() => listener.Dispose();
    }

    private sealed class Measurements : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly List<(string Instrument, double Value)> all = [];

        public Measurements(string tool)
        {
            listener.InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == Signals.Name)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            {
                if (tags.ToArray().Contains(new KeyValuePair<string, object?>("gen_ai.tool.name", tool)))
                {
                    all.Add((instrument.Name, value));
                }
            });
            listener.Start();
        }

        public IEnumerable<double> Of(string instrument) => all.Where(one => one.Instrument == instrument).Select(one => one.Value);

        public void Dispose() => listener.Dispose();
    }
}
