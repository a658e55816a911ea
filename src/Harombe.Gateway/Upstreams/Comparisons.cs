namespace Harombe.Gateway.Upstreams;

/// <summary>
/// Says when a server's definitions must be compared again, and lets those who need that at the same time share one comparison. A comparison that had
/// begun before somebody came doesn't count for them: what they are about to call may have changed since. Thread-safe.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="goodFor">For how long a comparison counts; zero for those only who waited for it.</param>
/// <param name="limit">How long one may take.</param>
internal sealed class Comparisons(TimeProvider clock, TimeSpan goodFor, TimeSpan limit)
{
    private readonly Lock gate = new();
    private Task? running;
    private Task? next;
    private long compared = long.MinValue;
    private int doubts;

    /// <summary>The server says that something changed.</summary>
    public void Doubt()
    {
        lock (gate)
        {
            compared = long.MinValue;
            doubts++;
        }
    }

    /// <summary>Whether the last comparison still counts.</summary>
    public bool AreGood
    {
        get
        {
            lock (gate)
            {
                return goodFor > TimeSpan.Zero && compared != long.MinValue && clock.GetElapsedTime(compared) < goodFor;
            }
        }
    }

    /// <summary>Compares, or waits for a comparison that began after this was called.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> compare, CancellationToken cancellationToken)
    {
        Task mine;
        lock (gate)
        {
            mine = running is null ? running = OneAsync(compare, null) : next ??= OneAsync(compare, running);
        }

        await mine.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task OneAsync(Func<CancellationToken, Task> compare, Task? before)
    {
        await Task.Yield();
        if (before is not null)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (gate)
            {
                (running, next) = (next, null);
            }
        }

        var (began, doubted) = (clock.GetTimestamp(), Volatile.Read(ref doubts));
        // Nobody's own token: the others who wait for it have not given up.
        using var deadline = new CancellationTokenSource(limit, clock);
        try
        {
            await compare(deadline.Token).ConfigureAwait(false);
            lock (gate)
            {
                compared = doubts == doubted ? began : long.MinValue;
            }
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException($"It did not list its tools within {limit.TotalSeconds:0.#} s.", e);
        }
        finally
        {
            lock (gate)
            {
                if (next is null)
                {
                    running = null;
                }
            }
        }
    }
}
