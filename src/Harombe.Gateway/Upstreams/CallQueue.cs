using Harombe.Core.Calls;

namespace Harombe.Gateway.Upstreams;

/// <summary>Lets so many calls into an upstream at once, and so many more wait; the rest is refused, so that a slow upstream doesn't gather the host's memory. Thread-safe.</summary>
internal sealed class CallQueue(int concurrent) : IDisposable
{
    private readonly SemaphoreSlim slots = new(concurrent, concurrent);
    private readonly int mostWaiting = concurrent * 4;
    private int inside;

    /// <summary>Calls that run or wait.</summary>
    public int Inside => Volatile.Read(ref inside);

    /// <summary>Why nothing more is taken; null when the call is inside, and must leave.</summary>
    public async ValueTask<Reason?> EnterAsync(string upstream, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref inside) > concurrent + mostWaiting)
        {
            Interlocked.Decrement(ref inside);
            return new Reason(
                "upstream.busy", $"{concurrent} calls run in the upstream server '{upstream}' and {mostWaiting} wait, which is as many as are taken.", "Call again when some have ended.");
        }

        try
        {
            await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch
        {
            Interlocked.Decrement(ref inside);
            throw;
        }
    }

    public void Leave()
    {
        slots.Release();
        Interlocked.Decrement(ref inside);
    }

    public void Dispose() => slots.Dispose();
}
