using System.Collections.Immutable;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Entries;
using Harombe.Gateway.Upstreams.Questions;
using Harombe.Gateway.Upstreams.Watching;

namespace Harombe.Gateway.Upstreams;

/// <summary>
/// One upstream server: at most one connection, started by whoever needs it first while the others wait for the same start, ended when nobody needs it or
/// its time is over. Thread-safe.
/// </summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly TimeProvider clock;
    private readonly Func<Upstream, ImmutableArray<Definition>, ValueTask> heard;
    private readonly CancellationTokenSource ending = new();
    private readonly Starts starts;
    private readonly Hearing hearing;
    private readonly Lock gate = new();
    private Task<UpstreamSession>? session;
    private bool isWanted = true;
    private DateTimeOffset used;

    /// <param name="entry">What it is.</param>
    /// <param name="start">Connects.</param>
    /// <param name="ears">Who takes what the server asks and tells.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="heard">Is told what the server says of itself, each time that it was asked; waited for.</param>
    public Upstream(UpstreamEntry entry, SessionStart start, UpstreamEars ears, TimeProvider clock, Func<Upstream, ImmutableArray<Definition>, ValueTask> heard)
    {
        (Entry, this.clock, this.heard) = (entry, clock, heard);
        var messages = new ServerMessages(entry, Inside, Progress, ears, Doubt);
        starts = new Starts(entry, start, clock, messages.Take, messages.AnswerAsync, CompareAsync);
        hearing = new Hearing(token => Live is { } live ? CompareAsync(live, token) : Task.CompletedTask, clock, ending.Token);
        Logs = new LogWish(() => Live, ending.Token);
        Watch = new ResourceWatch(clock);
        Calls = new Breaker(clock);
        Queue = new CallQueue(entry.Limits.Concurrent);
        Comparisons = new Comparisons(clock, entry.Limits.Compare, entry.Limits.Start);
        used = clock.GetUtcNow();
    }

    public UpstreamEntry Entry { get; }

    public string Name => Entry.Name;

    /// <summary>Counts calls that are not answered, of a server that starts well.</summary>
    public Breaker Calls { get; }

    public CallQueue Queue { get; }

    public Comparisons Comparisons { get; }

    public ProgressRoutes Progress { get; } = new();

    /// <summary>The calls that it is at, with their clients.</summary>
    public CallsInside Inside { get; } = new();

    /// <summary>What anybody wants to read of its log.</summary>
    public LogWish Logs { get; }

    /// <summary>What somebody watches of it.</summary>
    public ResourceWatch Watch { get; }

    /// <summary>Why the last start failed; null when it didn't.</summary>
    public UpstreamDownException? Fault => starts.Fault;

    /// <summary>How often it was started.</summary>
    public int Starts => starts.Count;

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
                throw Upstreams.Starts.TakenOut();
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
                starts.Rejoice();
                var isIdle = Entry.Limits.Idle > TimeSpan.Zero && Watch.IsEmpty && now - used > Entry.Limits.Idle;
                if (Queue.Inside == 0 && (isIdle || now - live.Since > Entry.Limits.Lifetime))
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
        Queue.Dispose();
    }

    private Task<UpstreamSession> Begin(Task<UpstreamSession>? before) => Task.Run(async () =>
    {
        var fresh = await starts.RunAsync(before, ending.Token).ConfigureAwait(false);
        Watch.Begin(fresh);
        _ = Logs.TellAsync(fresh);
        return fresh;
    });

    private Task CompareAsync(UpstreamSession live, CancellationToken cancellationToken) => Comparisons.RunAsync(token => ReadAsync(live, token), cancellationToken);

    private void Doubt()
    {
        Comparisons.Doubt();
        hearing.Tell();
    }
}
