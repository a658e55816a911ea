using Harombe.Core.Calls;

namespace Harombe.Gateway.Upstreams.Questions;

/// <summary>
/// The calls that an upstream is at. In the older revisions a server's question doesn't say which call it belongs to: it can be led to a client only while
/// nobody but that client is being served. Thread-safe.
/// </summary>
internal sealed class CallsInside
{
    private readonly Lock gate = new();
    private readonly List<Call> calls = [];

    /// <summary>Counts a call as inside, until it is disposed.</summary>
    public IDisposable Enter(CallId id, CallingClient? client, CallDeadline deadline)
    {
        var call = new Call(this, id, client, deadline);
        lock (gate)
        {
            calls.Add(call);
        }

        return call;
    }

    /// <summary>The one client that is being served, with all of its calls; none when there are several, or a caller that is no client.</summary>
    public (CallingClient? Client, IReadOnlyList<Call> Calls) Only()
    {
        lock (gate)
        {
            return calls.Count > 0 && calls[0].Client is { } first && calls.TrueForAll(call => call.Client?.Session == first.Session) ? (first, [.. calls]) : (null, []);
        }
    }

    /// <summary>Whether any call is inside.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return calls.Count == 0;
            }
        }
    }

    /// <summary>One call inside.</summary>
    internal sealed class Call(CallsInside inside, CallId id, CallingClient? client, CallDeadline deadline) : IDisposable
    {
        private readonly TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CallId Id => id;

        public CallingClient? Client => client;

        public CallDeadline Deadline => deadline;

        /// <summary>Ends when the call has left.</summary>
        public Task Left => left.Task;

        public void Dispose()
        {
            left.TrySetResult();
            lock (inside.gate)
            {
                inside.calls.Remove(this);
            }
        }
    }
}
