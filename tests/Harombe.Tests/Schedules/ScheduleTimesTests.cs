using System.Globalization;
using Harombe.Agent;
using Harombe.Agent.Schedules;

namespace Harombe.Tests.Schedules;

/// <summary>When schedules run: time zones, the two odd days of summer time, and what a host that was down makes of the times it missed.</summary>
public sealed class ScheduleTimesTests
{
    [Theory]
    [InlineData("0 7 * * *", "UTC", "2026-11-26T06:59:59Z", "2026-11-26T07:00:00Z")]
    [InlineData("0 7 * * *", "Europe/Zurich", "2026-11-26T05:59:59Z", "2026-11-26T06:00:00Z")]
    [InlineData("0 7 * * *", "Europe/Zurich", "2026-07-01T04:59:59Z", "2026-07-01T05:00:00Z")]
    [InlineData("30 2 * * *", "Europe/Zurich", "2026-03-28T22:00:00Z", "2026-03-29T01:00:00Z")] // half past two is left out on this night: right after the change
    [InlineData("30 2 * * *", "Europe/Zurich", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")] // comes twice on this night: once is enough
    [InlineData("0 9 * * mon", "UTC", "2026-11-26T00:00:00Z", "2026-11-30T09:00:00Z")]
    [InlineData("0 0 29 2 *", "UTC", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    public void Next_time_is_that_of_the_zones_clock(string cron, string zone, string after, string expected) =>
        Assert.Equal(At(expected), ScheduleTimes.Next(Schedule(cron, zone), At(after))?.ToUniversalTime());

    [Fact]
    public void A_day_that_never_comes_never_runs() => Assert.Null(ScheduleTimes.Next(Schedule("0 0 30 2 *", "UTC"), At("2026-01-01T00:00:00Z")));

    [Theory]
    [InlineData("2026-11-26T07:00:00Z", "2026-11-26T07:59:59Z", "2026-11-26T06:00:00Z", null, false)] // not yet
    [InlineData("2026-11-26T07:00:00Z", "2026-11-26T08:00:00Z", "2026-11-26T06:00:00Z", "2026-11-26T08:00:00Z", false)] // on time
    [InlineData("2026-11-26T07:00:00Z", "2026-11-26T10:05:00Z", "2026-11-26T06:00:00Z", "2026-11-26T10:00:00Z", false)] // the machine slept: once, for the newest
    [InlineData("2026-11-25T07:00:00Z", "2026-11-26T10:05:00Z", "2026-11-26T10:04:00Z", "2026-11-25T08:00:00Z", true)] // the host was down
    [InlineData("2026-11-26T10:00:00Z", "2026-11-26T10:05:00Z", "2026-11-26T10:04:00Z", null, false)] // down, but nothing was due
    [InlineData("2025-11-26T07:00:00Z", "2026-11-26T11:00:00Z", "2026-11-26T10:30:00Z", "2026-11-26T11:00:00Z", false)] // due now, whatever was missed
    public void Due_is_once_for_all_that_passed(string done, string now, string started, string? time, bool missed)
    {
        var due = ScheduleTimes.Due(Schedule("0 * * * *", "UTC"), At(done), At(now), At(started));

        Assert.Equal(time is null ? null : At(time), due?.Time.ToUniversalTime());
        Assert.Equal(missed, due?.Missed ?? false);
    }

    private static ScheduleSettings Schedule(string cron, string zone) => new() { Name = "s", Cron = cron, Zone = zone, Message = "go" };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
