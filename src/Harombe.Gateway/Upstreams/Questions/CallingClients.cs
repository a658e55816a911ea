using System.Collections.Concurrent;
using Harombe.Core.Calls;

namespace Harombe.Gateway.Upstreams.Questions;

/// <summary>
/// The clients of the calls that are on the road. A tool's body knows its call and nothing of who waits for it, and the stations have no business with that:
/// so the two find each other here, by the call's id. Thread-safe.
/// </summary>
internal sealed class CallingClients
{
    private readonly ConcurrentDictionary<CallId, CallingClient> open = new();

    /// <summary>The client of a call; null for a call that didn't come from one.</summary>
    public CallingClient? Of(CallId call) => open.GetValueOrDefault(call);

    /// <summary>Holds a client as that of a call, until it is disposed.</summary>
    public IDisposable Hold(CallId call, CallingClient client)
    {
        // A second request for the same call is stopped by the record; until then the first one's client stays.
        return open.TryAdd(call, client) ? new Held(open, call) : Nothing.Instance;
    }

    private sealed class Held(ConcurrentDictionary<CallId, CallingClient> open, CallId call) : IDisposable
    {
        public void Dispose() => open.TryRemove(call, out _);
    }

    private sealed class Nothing : IDisposable
    {
        public static Nothing Instance { get; } = new();

        public void Dispose()
        {
        }
    }
}
