namespace Harombe.Policy.Approvals;

/// <summary>
/// Time that never runs backward while the host lives: it follows the wall clock forward, and when that is set back it goes on by the monotonic
/// clock. A question so never stands longer than promised. Whole milliseconds, since that is what is stored and bound. Thread-safe.
/// </summary>
internal sealed class SteadyClock
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private DateTimeOffset wall;
    private long stamp;

    public SteadyClock(TimeProvider time)
    {
        this.time = time;
        wall = time.GetUtcNow();
        stamp = time.GetTimestamp();
    }

    public DateTimeOffset Now
    {
        get
        {
            lock (gate)
            {
                var seen = time.GetUtcNow();
                var at = time.GetTimestamp();
                var steady = wall + time.GetElapsedTime(stamp, at);
                if (seen > steady)
                {
                    (wall, stamp, steady) = (seen, at, seen);
                }

                return steady.ToUniversalTime().AddTicks(-(steady.UtcTicks % TimeSpan.TicksPerMillisecond));
            }
        }
    }
}
