using Harombe.Agent.Agents;
using Harombe.Agent.Chat;
using Harombe.Core.Conversations;
using Harombe.Core.Principals;
using Harombe.Core.State;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.Schedules;

/// <summary>Begins what is due: each run is a conversation of its own, whose questions wait as deferred ones.</summary>
internal sealed partial class ScheduledRuns(
    IStateStore store, IConversations conversations, IPrincipals principals, NamedAgents agents, Turns turns, AgentOptions options, TimeProvider clock, ILogger<ScheduledRuns> log)
{
    private readonly DateTimeOffset started = clock.GetUtcNow();

    /// <summary>Begins what is due at this moment; when to look again, null when never.</summary>
    public async ValueTask<DateTimeOffset?> RunDueAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? next = null;
        foreach (var schedule in options.Schedules)
        {
            await RunDueAsync(schedule, cancellationToken).ConfigureAwait(false);
            if (ScheduleTimes.Next(schedule, clock.GetUtcNow()) is { } time && (next is null || time < next))
            {
                next = time;
            }
        }

        return next;
    }

    private async ValueTask RunDueAsync(ScheduleSettings schedule, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var done = await store.ReadAsync(connection => ScheduleRows.Done(connection, schedule.Name), cancellationToken).ConfigureAwait(false);
        if (done is null)
        {
            // Seen for the first time: what was before it was written down is nobody's miss.
            await store.WriteAsync(connection => ScheduleRows.Take(connection, schedule.Name, started), cancellationToken).ConfigureAwait(false);
            done = started;
        }

        if (ScheduleTimes.Due(schedule, done.Value, now, started) is not var (time, missed)
            || !await store.WriteAsync(connection => ScheduleRows.Take(connection, schedule.Name, missed ? started : time), cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        if (missed && !schedule.CatchesUp)
        {
            Skipped(log, schedule.Name, time);
            return;
        }

        await BeginAsync(schedule, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask BeginAsync(ScheduleSettings schedule, CancellationToken cancellationToken)
    {
        if (await principals.FindCallerAsync(options.SchedulePrincipal, cancellationToken).ConfigureAwait(false) is not { } principal || !agents.Has(schedule.Agent))
        {
            NotRun(log, schedule.Name);
            return;
        }

        var session = await conversations.StartAsync(principal.Id, cancellationToken).ConfigureAwait(false);
        var turn = await turns.BeginAsync(
            session.Id, principal, NewTurn.Of(schedule.Message, [], new TurnChoice { Agent = schedule.Agent, Deferred = true }), cancellationToken).ConfigureAwait(false);
        Begun(log, schedule.Name, turn?.Session.Value ?? session.Id.Value);
    }

    [LoggerMessage(LogLevel.Information, "The schedule {Schedule} runs as the conversation {Session}")]
    private static partial void Begun(ILogger log, string schedule, string session);

    [LoggerMessage(LogLevel.Warning, "The schedule {Schedule} was due at {Time} while the host was down; by its rule that is left out")]
    private static partial void Skipped(ILogger log, string schedule, DateTimeOffset time);

    [LoggerMessage(LogLevel.Error, "The schedule {Schedule} does not run: its principal has no access any more, or its agent is gone")]
    private static partial void NotRun(ILogger log, string schedule);
}
