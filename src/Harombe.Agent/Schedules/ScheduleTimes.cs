using Cronos;

namespace Harombe.Agent.Schedules;

/// <summary>When schedules run. Pure. What a change to summer time skips runs right after it, and what it repeats runs once (Cronos).</summary>
internal static class ScheduleTimes
{
    /// <summary>The first time behind a moment; null when there is none.</summary>
    public static DateTimeOffset? Next(ScheduleSettings schedule, DateTimeOffset after) =>
        CronExpression.Parse(schedule.Cron).GetNextOccurrence(after, TimeZoneInfo.FindSystemTimeZoneById(schedule.Zone));

    /// <summary>What is due: the newest time that has passed since the last run, and whether it was missed, which is to say that the host was down at it.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="done">Up to when it was run.</param>
    /// <param name="now">This moment.</param>
    /// <param name="started">Since when the host runs.</param>
    public static (DateTimeOffset Time, bool Missed)? Due(ScheduleSettings schedule, DateTimeOffset done, DateTimeOffset now, DateTimeOffset started)
    {
        DateTimeOffset? last = null;
        // From the start on, where that is later: a host that was down for a year is not to count every minute of it. One time before stands for all missed ones.
        var missed = done < started && Next(schedule, done) is { } first && first <= started && first <= now ? first : (DateTimeOffset?)null;
        for (var time = Next(schedule, done < started ? started : done); time <= now; time = Next(schedule, time.Value))
        {
            last = time;
        }

        return last is { } due ? (due, false) : missed is { } past ? (past, true) : null;
    }
}
