using System.Diagnostics;
using System.Diagnostics.Metrics;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Telemetry;

namespace Harombe.Agent.Chat;

/// <summary>What telemetry learns of turns.</summary>
internal static class TurnSignals
{
    private const string Agent = "harombe";

    /// <summary>Turns that are worked on now; one that waits for a person is none.</summary>
    public static readonly UpDownCounter<long> Active = Signals.Meter.CreateUpDownCounter<long>("harombe.turns.active", "{turn}", "Turns that are worked on now.");

    private static readonly Counter<long> Ended = Signals.Meter.CreateCounter<long>("harombe.turns", "{turn}", "Turns that ended, by how.");

    /// <summary>Begins the span of a run of a turn: from its beginning, or from where it goes on, until it ends or waits.</summary>
    public static Activity? Begin(Turn turn)
    {
        var span = Signals.Source.StartActivity($"invoke_agent {Agent}");
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("gen_ai.operation.name", "invoke_agent");
            span.SetTag("gen_ai.agent.name", Agent);
            span.SetTag("gen_ai.conversation.id", turn.Session.Value);
            span.SetTag("harombe.turn", turn.Id.Value);
        }

        return span;
    }

    /// <summary>A turn ended.</summary>
    public static void End(TurnState state, Reason? reason)
    {
        var how = state.ToString().ToLowerInvariant();
        Ended.Add(1, new("harombe.ending", how), new("error.type", reason?.Rule));
        if (Activity.Current is { IsAllDataRequested: true } span && ReferenceEquals(span.Source, Signals.Source))
        {
            span.SetTag("harombe.ending", how);
            if (reason is not null)
            {
                span.SetTag("error.type", reason.Rule);
                span.SetStatus(ActivityStatusCode.Error);
            }
        }
    }
}
