using System.Diagnostics;
using System.Diagnostics.Metrics;
using Harombe.Core.Calls;
using Harombe.Core.Telemetry;

namespace Harombe.Core.Guard;

/// <summary>What telemetry learns of a guarded call: one span with an event for each station that it reached, and how long it took with and without the tool.</summary>
internal readonly struct CallSignals : IDisposable
{
    private static readonly InstrumentAdvice<double> Buckets = new() { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60] };

    private static readonly Histogram<double> Whole = Signals.Meter.CreateHistogram(
        "harombe.call.duration", "s", "Guarded calls from their arrival to their result, the tool included.", advice: Buckets);

    private static readonly Histogram<double> Added = Signals.Meter.CreateHistogram(
        "harombe.guard.duration", "s", "What the guard adds to a call: all of it but the tool.", advice: Buckets);

    private static readonly string[] Reached = [.. Enum.GetNames<Station>().Select(name => $"harombe.station.{name.ToLowerInvariant()}")];

    private readonly GuardedCall call;
    private readonly Activity? span;
    private readonly long began;

    private CallSignals(GuardedCall call, Activity? span, long began) => (this.call, this.span, this.began) = (call, span, began);

    /// <summary>Begins to watch; disposing ends it and tells how the call ended.</summary>
    public static CallSignals Begin(GuardedCall call)
    {
        var tool = call.Tool.Definition.Name.Value;
        // The name is only put together for somebody who listens.
        var span = Signals.Source.HasListeners() ? Signals.Source.StartActivity($"execute_tool {tool}") : null;
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("gen_ai.operation.name", "execute_tool");
            span.SetTag("gen_ai.tool.name", tool);
            span.SetTag("gen_ai.tool.type", "function");
            span.SetTag("gen_ai.tool.call.id", call.Request.Id.Value);
            span.SetTag("gen_ai.conversation.id", call.Request.Session.Value);
            span.SetTag("harombe.face", Face(call));
        }

        return new CallSignals(call, span, Whole.Enabled || Added.Enabled ? Stopwatch.GetTimestamp() : 0);
    }

    /// <summary>The call has reached a station.</summary>
    public static void Reach(Station station)
    {
        if (Activity.Current is { IsAllDataRequested: true } span && ReferenceEquals(span.Source, Signals.Source))
        {
            span.AddEvent(new ActivityEvent(Reached[(int)station]));
        }
    }

    public void Dispose()
    {
        var (ending, rule) = Ending(call.Result);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("harombe.ending", ending);
            if (rule is not null)
            {
                span.SetTag("error.type", rule);
                span.SetStatus(ActivityStatusCode.Error);
            }
        }

        span?.Dispose();
        if (began != 0)
        {
            Measure(ending, rule);
        }
    }

    private void Measure(string ending, string? rule)
    {
        var whole = Stopwatch.GetElapsedTime(began);
        var tags = new TagList
        {
            { "gen_ai.tool.name", call.Tool.Definition.Name.Value },
            { "harombe.face", Face(call) },
            { "harombe.ending", ending },
        };
        if (rule is not null)
        {
            tags.Add("error.type", rule);
        }

        Whole.Record(whole.TotalSeconds, tags);
        Added.Record((whole - call.InTool).TotalSeconds, tags);
    }

    // A person who is waited for is no error of the call; a rule that refused is what operators look for.
    private static (string Ending, string? Rule) Ending(CallResult result) => result switch
    {
        CallResult.Completed => ("completed", null),
        CallResult.Pending => ("pending", null),
        CallResult.Held => ("held", null),
        CallResult.Failed failed => ("failed", failed.Reason.Rule),
        CallResult.Refused { ToolRan: true } withheld => ("withheld", withheld.Reason.Rule),
        CallResult.Refused refused => ("refused", refused.Reason.Rule),
        _ => throw new InvalidOperationException($"Unknown result {result.GetType().Name}."),
    };

    private static string Face(GuardedCall call) => call.Request.Face switch
    {
        Calls.Face.Chat => "chat",
        Calls.Face.Mcp => "mcp",
        Calls.Face.Api => "api",
        var face => face.ToString(),
    };
}
