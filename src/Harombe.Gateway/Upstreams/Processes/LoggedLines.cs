namespace Harombe.Gateway.Upstreams.Processes;

/// <summary>
/// Passes on what a server says, up to so many lines at once and so many a second from then on: a server that talks without an end fills nobody's disk. How
/// many were left out is told with the next that is not. Thread-safe.
/// </summary>
internal sealed class LoggedLines(TimeProvider clock, Action<string> take, Action<long> leftOut)
{
    private const int AtOnce = 200;
    private const int ASecond = 10;
    private readonly Lock gate = new();
    private double left = AtOnce;
    private long last = clock.GetTimestamp();
    private long silenced;

    public void Take(string line)
    {
        long missing;
        lock (gate)
        {
            var now = clock.GetTimestamp();
            left = Math.Min(AtOnce, left + (clock.GetElapsedTime(last, now).TotalSeconds * ASecond));
            last = now;
            if (left < 1)
            {
                silenced++;
                return;
            }

            left--;
            (missing, silenced) = (silenced, 0);
        }

        if (missing > 0)
        {
            leftOut(missing);
        }

        take(line);
    }
}
