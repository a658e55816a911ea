using Harombe.Core.Calls;
using Harombe.Gateway.Upstreams.Entries;
using Harombe.Gateway.Upstreams.Questions;

namespace Harombe.Gateway.Upstreams;

/// <summary>
/// Connections of one server that serve one client's session each, for servers whose questions and log lines must find their client while others are served too:
/// in the older revisions they don't say whose they are. Bounded; one that nobody uses is ended. Thread-safe.
/// </summary>
internal sealed class ApartConnections(UpstreamEntry entry, Func<Upstream> make, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(15);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Connection> open = new(StringComparer.Ordinal);
    private bool isOver;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return open.Count;
            }
        }
    }

    /// <summary>That of a client's session, made if there is none; or why there can't be one more.</summary>
    public (Upstream? Upstream, Reason? Why) Of(CallingClient client)
    {
        Upstream upstream;
        lock (gate)
        {
            if (isOver)
            {
                return (null, new Reason("upstream.down", $"The upstream server '{entry.Name}' was taken out, or the host stops.", "See 'harombe mcp list'."));
            }

            if (!open.TryGetValue(client.Session, out var known))
            {
                if (open.Count >= entry.Apart)
                {
                    return (null, new Reason(
                        "upstream.apart", $"{entry.Apart} clients have a connection of their own to the upstream server '{entry.Name}', which is as many as are made.", "Call again when one of them has been idle for a while, or raise 'apart' in its entry."));
                }

                known = new Connection(make());
            }

            upstream = known.Upstream;
            open[client.Session] = known with { Used = clock.GetUtcNow() };
        }

        if (client.LogLevel is { } level)
        {
            upstream.Logs.Want(level);
        }

        return (upstream, null);
    }

    /// <summary>Looks after them; called about once a second.</summary>
    public void Tend()
    {
        var idle = entry.Limits.Idle > TimeSpan.Zero ? entry.Limits.Idle : Usual;
        List<Upstream> gone = [];
        lock (gate)
        {
            foreach (var (session, one) in open.ToList())
            {
                if (one.Upstream.Queue.Inside == 0 && clock.GetUtcNow() - one.Used > idle && open.Remove(session))
                {
                    gone.Add(one.Upstream);
                }
                else
                {
                    one.Upstream.Tend();
                }
            }
        }

        gone.ForEach(upstream => _ = upstream.DisposeAsync().AsTask());
    }

    /// <summary>Ends all, each after the calls in it.</summary>
    public void Retire(Retirement retirement) => Take().ForEach(retirement.Begin);

    public async ValueTask DisposeAsync() => await Task.WhenAll(Take().Select(upstream => upstream.DisposeAsync().AsTask())).ConfigureAwait(false);

    private List<Upstream> Take()
    {
        lock (gate)
        {
            isOver = true;
            List<Upstream> all = [.. open.Values.Select(one => one.Upstream)];
            open.Clear();
            return all;
        }
    }

    private sealed record Connection(Upstream Upstream)
    {
        public DateTimeOffset Used { get; init; }
    }
}
