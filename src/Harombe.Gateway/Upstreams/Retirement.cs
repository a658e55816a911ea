using System.Collections.Concurrent;

namespace Harombe.Gateway.Upstreams;

/// <summary>Ends upstreams that nobody calls any more, each once the calls that are in it have ended, or as its longest call would have. Thread-safe.</summary>
internal sealed class Retirement(TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<Upstream, Task> leaving = new();

    /// <summary>Lets one go when it is empty; doesn't wait for that.</summary>
    public void Begin(Upstream upstream) => leaving[upstream] = RunAsync(upstream);

    /// <summary>Ends all that are still leaving, with what is in them.</summary>
    public Task EndAsync() => Task.WhenAll(leaving.Keys.Select(upstream => upstream.DisposeAsync().AsTask()));

    private async Task RunAsync(Upstream upstream)
    {
        await Task.Yield();
        var (began, most) = (clock.GetTimestamp(), upstream.Entry.Limits.Call + upstream.Entry.Limits.Answer);
        while (upstream.Queue.Inside > 0 && clock.GetElapsedTime(began) < most)
        {
            await Task.Delay(Look, clock).ConfigureAwait(false);
        }

        await upstream.DisposeAsync().ConfigureAwait(false);
        leaving.TryRemove(upstream, out _);
    }
}
