using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Entries;

namespace Harombe.Gateway.Upstreams;

/// <summary>
/// At most one connection, started by whoever needs it first while the others wait for the same start, ended when nobody needs it or its time is over.
/// Thread-safe.
/// </summary>
/// <param name="limits">For how long.</param>
/// <param name="starts">Starts it.</param>
/// <param name="begun">Is told of each connection before anybody uses it; must not block.</param>
/// <param name="clock">The clock.</param>
internal sealed class KeptSession(UpstreamLimits limits, Starts starts, Action<UpstreamSession> begun, TimeProvider clock) : IAsyncDisposable
{
    private readonly CancellationTokenSource ending = new();
    private readonly Lock gate = new();
    private Task<UpstreamSession>? session;
    private bool isWanted = true;
    private DateTimeOffset used = clock.GetUtcNow();

    /// <summary>The host stops, or the server was taken out.</summary>
    public CancellationToken Ending => ending.Token;

    /// <summary>The connection as it is, if there is one that works.</summary>
    public UpstreamSession? Live => Volatile.Read(ref session) is { IsCompletedSuccessfully: true, Result: { IsOver: false } live } ? live : null;

    /// <summary>Whether a start is under way.</summary>
    public bool IsStarting => Volatile.Read(ref session) is { IsCompleted: false };

    /// <summary>The connection, made if there is none.</summary>
    /// <exception cref="UpstreamDownException">There is none to be had now.</exception>
    public async Task<UpstreamSession> GetAsync(CancellationToken cancellationToken)
    {
        Task<UpstreamSession> current;
        lock (gate)
        {
            used = clock.GetUtcNow();
            isWanted = true;
            if (session is { IsCompleted: false } or { IsCompletedSuccessfully: true, Result.IsOver: false })
            {
                current = session;
            }
            else if (ending.IsCancellationRequested)
            {
                throw Starts.TakenOut();
            }
            else if (starts.Refusal is { } refusal)
            {
                throw refusal;
            }
            else
            {
                current = session = Begin(session);
            }
        }

        return await current.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts it again when it went away, ends it when nobody needs it.</summary>
    /// <param name="isBusy">Calls run in it.</param>
    /// <param name="isWatched">Somebody waits for its news.</param>
    public void Tend(bool isBusy, bool isWatched)
    {
        UpstreamSession? idle = null;
        lock (gate)
        {
            if (ending.IsCancellationRequested || session is { IsCompleted: false })
            {
                return;
            }

            var now = clock.GetUtcNow();
            if (session is { IsCompletedSuccessfully: true, Result: { IsOver: false } live })
            {
                starts.Rejoice();
                var isIdle = limits.Idle > TimeSpan.Zero && !isWatched && now - used > limits.Idle;
                if (!isBusy && (isIdle || now - live.Since > limits.Lifetime))
                {
                    isWanted = !isIdle;
                    idle = live;
                }
            }
            else if (isWanted)
            {
                if (session is { IsCompletedSuccessfully: true, Result: var gone })
                {
                    starts.Mourn(gone);
                }

                if (starts.Breaker.Rest <= TimeSpan.Zero)
                {
                    session = Begin(session);
                }
            }
        }

        if (idle is not null)
        {
            _ = idle.DisposeAsync().AsTask();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task<UpstreamSession>? last;
        lock (gate)
        {
            if (ending.IsCancellationRequested)
            {
                return;
            }

            ending.Cancel();
            last = session;
        }

        if (last is not null)
        {
            await ((Task)last).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (last.IsCompletedSuccessfully)
            {
                await last.Result.DisposeAsync().ConfigureAwait(false);
            }
        }

        ending.Dispose();
    }

    private Task<UpstreamSession> Begin(Task<UpstreamSession>? before)
    {
        var stops = ending.Token;
        return Task.Run(async () =>
        {
            var fresh = await starts.RunAsync(before, stops).ConfigureAwait(false);
            begun(fresh);
            return fresh;
        });
    }
}
