using System.Text.Json.Nodes;
using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Entries;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Upstreams;

/// <summary>Starts one upstream, and remembers how that went. One start at a time; the rest may be read meanwhile.</summary>
internal sealed class Starts(
    UpstreamEntry entry,
    SessionStart start,
    TimeProvider clock,
    Action<JsonRpcNotification> notified,
    Func<JsonRpcRequest, CancellationToken, Task<JsonNode>> asked,
    Func<UpstreamSession, CancellationToken, Task> read)
{
    private static readonly TimeSpan CrashLoop = TimeSpan.FromSeconds(10);
    private bool isTold;

    /// <summary>Counts those that fail.</summary>
    public Breaker Breaker { get; } = new(clock);

    /// <summary>Why the last one failed; null when it didn't.</summary>
    public UpstreamDownException? Fault { get; private set; }

    /// <summary>How many went well.</summary>
    public int Count { get; private set; }

    /// <summary>Why there is none now; null when there may be one.</summary>
    public UpstreamDownException? Refusal => Breaker.Open is { Ticks: > 0 } wait
        ? new UpstreamDownException($"It failed {Breaker.Failures} times in a row{(Fault is { } last ? ": " + last.Message : ".")}", $"It is tried again in {Math.Ceiling(wait.TotalSeconds)} s.", Fault)
        : null;

    /// <summary>Starts it, introduces the two, and hears what it says of itself.</summary>
    /// <param name="before">The session before, which must have ended; null when there was none.</param>
    /// <param name="ending">The host stops, or the server was taken out.</param>
    public async Task<UpstreamSession> RunAsync(Task<UpstreamSession>? before, CancellationToken ending)
    {
        if (before is { IsCompletedSuccessfully: true })
        {
            // Never two processes of one server: the old one is gone, with all that it started, before there is a new one.
            await before.Result.DisposeAsync().ConfigureAwait(false);
        }

        UpstreamSession? fresh = null;
        try
        {
            fresh = await start.ConnectAsync(entry, notified, asked, ending).ConfigureAwait(false);
            await read(fresh, ending).ConfigureAwait(false);
            Breaker.Succeed();
            (Fault, isTold) = (null, false);
            Count++;
            return fresh;
        }
        catch (Exception e)
        {
            if (fresh is not null)
            {
                await fresh.DisposeAsync().ConfigureAwait(false);
            }

            if (ending.IsCancellationRequested)
            {
                throw TakenOut();
            }

            Fault = e as UpstreamDownException ?? Faults.Of(entry, e, child: null, late: e is OperationCanceledException);
            Breaker.Fail(Fault.Message);
            throw Fault;
        }
    }

    /// <summary>A session ended. One that went away soon after it came will do so again: that counts as a failed start, once.</summary>
    public void Mourn(UpstreamSession gone)
    {
        if (!isTold)
        {
            isTold = true;
            if (clock.GetUtcNow() - gone.Since < CrashLoop && Breaker.Failures == 0)
            {
                Breaker.Fail("It ended soon after it had started.");
            }
        }
    }

    /// <summary>A session works.</summary>
    public void Rejoice() => isTold = false;

    public static UpstreamDownException TakenOut() => new("It was taken out, or the host stops.", "See 'harombe mcp list'.", null);
}
