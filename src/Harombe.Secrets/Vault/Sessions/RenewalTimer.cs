namespace Harombe.Secrets.Vault.Sessions;

/// <summary>When a token is renewed: once for each time that it is set, and never after it was disposed. Thread-safe.</summary>
internal sealed class RenewalTimer : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly ITimer timer;
    private bool disposed;

    public RenewalTimer(TimeProvider time, Action renew) => timer = time.CreateTimer(_ => renew(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Sets it anew.</summary>
    public void Set(TimeSpan delay)
    {
        lock (gate)
        {
            if (!disposed)
            {
                timer.Change(delay > Soonest ? delay : Soonest, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        End();
        timer.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        End();
        return timer.DisposeAsync();
    }

    private void End()
    {
        lock (gate)
        {
            disposed = true;
        }
    }
}
