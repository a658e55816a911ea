using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Entries;
using Harombe.Gateway.Upstreams.Questions;
using Harombe.Gateway.Upstreams.Watching;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Upstreams;

/// <summary>
/// One upstream server: at most one connection, started by whoever needs it first while the others wait for the same start, ended when nobody needs it or
/// its time is over. Thread-safe.
/// </summary>
internal sealed class Upstream : IAsyncDisposable
{
    private static readonly TimeSpan CrashLoop = TimeSpan.FromSeconds(10);

    private readonly SessionStart start;
    private readonly TimeProvider clock;
    private readonly UpstreamEars ears;
    private readonly Func<Upstream, ImmutableArray<Definition>, ValueTask> heard;
    private readonly CancellationTokenSource ending = new();
    private readonly ProgressRoutes progress = new();
    private readonly Lock gate = new();
    private Task<UpstreamSession>? session;
    private bool isWanted = true;
    private bool isTold;
    private string? logLevel;
    private DateTimeOffset used;

    /// <param name="entry">What it is.</param>
    /// <param name="start">Connects.</param>
    /// <param name="ears">Who takes what the server asks and tells.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="heard">Is told what the server says of itself, each time that it was asked; waited for.</param>
    public Upstream(UpstreamEntry entry, SessionStart start, UpstreamEars ears, TimeProvider clock, Func<Upstream, ImmutableArray<Definition>, ValueTask> heard)
    {
        (Entry, this.start, this.ears, this.clock, this.heard) = (entry, start, ears, clock, heard);
        Watch = new ResourceWatch(clock);
        (Breaker, Calls) = (new Breaker(clock), new Breaker(clock));
        Queue = new CallQueue(entry.Limits.Concurrent);
        Comparisons = new Comparisons(clock, entry.Limits.Compare, entry.Limits.Start);
        used = clock.GetUtcNow();
    }

    public UpstreamEntry Entry { get; }

    public string Name => Entry.Name;

    /// <summary>Counts starts that fail.</summary>
    public Breaker Breaker { get; }

    /// <summary>Counts calls that are not answered, of a server that starts well.</summary>
    public Breaker Calls { get; }

    public CallQueue Queue { get; }

    public Comparisons Comparisons { get; }

    public ProgressRoutes Progress => progress;

    /// <summary>The calls that it is at, with their clients.</summary>
    public CallsInside Inside { get; } = new();

    /// <summary>What somebody watches of it.</summary>
    public ResourceWatch Watch { get; }

    /// <summary>Why the last attempt failed; null when it didn't.</summary>
    public UpstreamDownException? Fault { get; private set; }

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    /// <summary>The connection as it is, if there is one that works.</summary>
    public UpstreamSession? Live => Volatile.Read(ref session) is { IsCompletedSuccessfully: true, Result: { IsOver: false } live } ? live : null;

    /// <summary>Whether a start is under way.</summary>
    public bool IsStarting => Volatile.Read(ref session) is { IsCompleted: false };

    /// <summary>The connection, made if there is none.</summary>
    /// <exception cref="UpstreamDownException">There is none to be had now.</exception>
    public async Task<UpstreamSession> SessionAsync(CancellationToken cancellationToken)
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
                throw new UpstreamDownException("It was taken out, or the host stops.", "See 'harombe mcp list'.", null);
            }
            else if (Breaker.Open is { Ticks: > 0 } wait)
            {
                throw new UpstreamDownException($"It failed {Breaker.Failures} times in a row{(Fault is { } last ? ": " + last.Message : ".")}", $"It is tried again in {Math.Ceiling(wait.TotalSeconds)} s.", Fault);
            }
            else
            {
                var before = session;
                current = session = Task.Run(() => StartAsync(before));
            }
        }

        return await current.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks it what it says of itself now, and waits until that was told.</summary>
    public async Task ReadAsync(UpstreamSession live, CancellationToken cancellationToken) =>
        await heard(this, await DefinitionReading.ReadAsync(live, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Looks after it; called about once a second. Starts it again when it went away, ends it when nobody needs it.</summary>
    public void Tend()
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
                isTold = false;
                var isIdle = Entry.Limits.Idle > TimeSpan.Zero && Watch.IsEmpty && now - used > Entry.Limits.Idle;
                if (Queue.Inside == 0 && (isIdle || now - live.Since > Entry.Limits.Lifetime))
                {
                    isWanted = !isIdle;
                    idle = live;
                }
            }
            else if (isWanted)
            {
                Mourn(now);
                if (Breaker.Rest <= TimeSpan.Zero)
                {
                    var before = session;
                    session = Task.Run(() => StartAsync(before));
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
        Queue.Dispose();
    }

    // One that went away soon after it came will do so again: that counts as a failed start.
    private void Mourn(DateTimeOffset now)
    {
        if (!isTold && session is { IsCompletedSuccessfully: true, Result: var gone })
        {
            isTold = true;
            if (now - gone.Since < CrashLoop && Breaker.Failures == 0)
            {
                Breaker.Fail();
            }
        }
    }

    private async Task<UpstreamSession> StartAsync(Task<UpstreamSession>? before)
    {
        if (before is { IsCompletedSuccessfully: true })
        {
            // Never two processes of one server: the old one is gone, with all that it started, before there is a new one.
            await before.Result.DisposeAsync().ConfigureAwait(false);
        }

        UpstreamSession? fresh = null;
        try
        {
            fresh = await start.ConnectAsync(Entry, Notified, AskedAsync, ending.Token).ConfigureAwait(false);
            await Comparisons.RunAsync(token => ReadAsync(fresh, token), ending.Token).ConfigureAwait(false);
            Breaker.Succeed();
            (Fault, isTold) = (null, false);
            Starts++;
            Watch.Begin(fresh);
            _ = HeedAsync(fresh);
            return fresh;
        }
        catch (Exception e)
        {
            if (fresh is not null)
            {
                await fresh.DisposeAsync().ConfigureAwait(false);
            }

            Breaker.Fail();
            throw Fault = e as UpstreamDownException ?? Faults.Of(Entry, e, child: null, late: e is OperationCanceledException);
        }
    }

    /// <summary>Lets a server of an older revision write log lines of this level, for whoever wants them; it is told once for all its clients.</summary>
    public void Heed(string level)
    {
        lock (gate)
        {
            logLevel = logLevel is { } now && ServerLogs.Rank(now) <= ServerLogs.Rank(level) ? now : level;
        }

        if (Live is { } live)
        {
            _ = HeedAsync(live);
        }
    }

    private async Task HeedAsync(UpstreamSession live)
    {
#pragma warning disable MCP9005 // Deprecated since 2026-07-28, which says it with each request.
        if (logLevel is { } level && !live.Modern && live.Client.ServerCapabilities.Logging is not null)
#pragma warning restore MCP9005
        {
            try
            {
                await live.AskAsync("logging/setLevel", new JsonObject { ["level"] = level }, ending.Token).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // It writes what it likes, then; what nobody wants is not passed on.
            }
        }
    }

    private Task<JsonNode> AskedAsync(JsonRpcRequest request, CancellationToken cancellationToken) =>
        ears.Questions.AnswerAsync(Entry, Inside, request.Method, request.Params as JsonObject ?? [], cancellationToken);

    private void Notified(JsonRpcNotification message)
    {
        switch (message.Method)
        {
            case NotificationMethods.ProgressNotification:
                progress.Report(message.Params);
                return;
            case NotificationMethods.ToolListChangedNotification or NotificationMethods.PromptListChangedNotification:
                break;
            default:
                ears.Hear(Entry, Inside, message);
                return;
        }

        Comparisons.Doubt();
        if (Live is { } live && !ending.IsCancellationRequested)
        {
            _ = HearAsync(live);
        }
    }

    private async Task HearAsync(UpstreamSession live)
    {
        try
        {
            await Comparisons.RunAsync(token => ReadAsync(live, token), ending.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whoever calls next asks again, and is told what is wrong.
        }
    }
}
