namespace Harombe.Gateway.Upstreams.Connecting;

/// <summary>
/// Lets so many pass at once and so many a second from then on; whoever brings more waits. A server that sends faster than that is held up by its own
/// connection, and what it sends does not gather here. Thread-safe.
/// </summary>
internal sealed class Pace(TimeProvider clock, int atOnce, int aSecond)
{
    private readonly Lock gate = new();
    private double left = atOnce;
    private long last = clock.GetTimestamp();

    public ValueTask TakeAsync(int count, CancellationToken cancellationToken)
    {
        double missing;
        lock (gate)
        {
            var now = clock.GetTimestamp();
            left = Math.Min(atOnce, left + (clock.GetElapsedTime(last, now).TotalSeconds * aSecond)) - count;
            last = now;
            missing = -left;
        }

        return missing <= 0 ? ValueTask.CompletedTask : new ValueTask(Task.Delay(TimeSpan.FromSeconds(missing / aSecond), clock, cancellationToken));
    }
}
