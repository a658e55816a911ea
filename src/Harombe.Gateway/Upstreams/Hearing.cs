namespace Harombe.Gateway.Upstreams;

/// <summary>
/// Asks a server again what it says of itself when it tells that something changed: at once, and then no more often than a few times a second, however often
/// it tells. Nobody's safety hangs on it, since every call asks for itself. Thread-safe.
/// </summary>
/// <param name="ask">Asks.</param>
/// <param name="clock">The clock.</param>
/// <param name="ending">The host stops, or the server was taken out.</param>
internal sealed class Hearing(Func<CancellationToken, Task> ask, TimeProvider clock, CancellationToken ending)
{
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(250);
    private readonly Lock gate = new();
    private bool isAsking;
    private bool isTold;

    /// <summary>Something changed. However many tell it while one asks, one more question will do for all.</summary>
    public void Tell()
    {
        lock (gate)
        {
            isTold = true;
            if (isAsking)
            {
                return;
            }

            isAsking = true;
        }

        _ = AskAsync();
    }

    private async Task AskAsync()
    {
        await Task.Yield();
        while (IsTold())
        {
            try
            {
                await ask(ending).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // Whoever calls next asks again, and is told what is wrong.
            }

            await Task.Delay(Apart, clock, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool IsTold()
    {
        lock (gate)
        {
            isAsking = isTold && !ending.IsCancellationRequested;
            isTold = false;
            return isAsking;
        }
    }
}
