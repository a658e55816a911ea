namespace Harombe.Gateway.Upstreams.Questions;

/// <summary>How long a server may take for a call, the time not counted in which it waits for a person. Thread-safe.</summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource source;
    private readonly TimeProvider clock;
    private TimeSpan left;
    private long since;
    private int paused;
    private bool isOver;

    public CallDeadline(TimeSpan limit, TimeProvider clock)
    {
        (left, this.clock, since) = (limit, clock, clock.GetTimestamp());
        source = new CancellationTokenSource(limit, clock);
    }

    /// <summary>Fires when the time is over.</summary>
    public CancellationToken Token => source.Token;

    public bool IsOver => source.IsCancellationRequested;

    /// <summary>Stops the clock; <see cref="Resume"/> lets it go on.</summary>
    public void Pause()
    {
        lock (gate)
        {
            if (paused++ == 0 && !isOver)
            {
                left -= clock.GetElapsedTime(since);
                source.CancelAfter(Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Resume()
    {
        lock (gate)
        {
            if (--paused == 0 && !isOver)
            {
                since = clock.GetTimestamp();
                source.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isOver = true;
        }

        source.Dispose();
    }
}
