using System.Collections.Immutable;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Entries;
using Harombe.Gateway.Upstreams.Questions;
using Harombe.Gateway.Upstreams.Watching;

namespace Harombe.Gateway.Upstreams;

/// <summary>One upstream server, with its connection and with what goes on in it. Thread-safe.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly Func<Upstream, ImmutableArray<Definition>, ValueTask> heard;
    private readonly Starts starts;
    private readonly KeptSession session;
    private readonly Hearing hearing;

    /// <param name="entry">What it is.</param>
    /// <param name="start">Connects.</param>
    /// <param name="ears">Who takes what the server asks and tells.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="heard">Is told what the server says of itself, each time that it was asked; waited for.</param>
    public Upstream(UpstreamEntry entry, SessionStart start, UpstreamEars ears, TimeProvider clock, Func<Upstream, ImmutableArray<Definition>, ValueTask> heard)
    {
        (Entry, this.heard) = (entry, heard);
        var messages = new ServerMessages(entry, Inside, Progress, ears, Doubt);
        starts = new Starts(entry, start, clock, messages.Take, messages.AnswerAsync, CompareAsync);
        session = new KeptSession(entry.Limits, starts, Begun, clock);
        hearing = new Hearing(token => Live is { } live ? CompareAsync(live, token) : Task.CompletedTask, clock, session.Ending);
        Logs = new LogWish(() => Live, session.Ending);
        Watch = new ResourceWatch(clock);
        Calls = new Breaker(clock);
        Queue = new CallQueue(entry.Limits.Concurrent);
        Comparisons = new Comparisons(clock, entry.Limits.Compare, entry.Limits.Start);
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
    public UpstreamSession? Live => session.Live;

    /// <summary>Whether a start is under way.</summary>
    public bool IsStarting => session.IsStarting;

    /// <summary>The connection, made if there is none.</summary>
    /// <exception cref="UpstreamDownException">There is none to be had now.</exception>
    public Task<UpstreamSession> SessionAsync(CancellationToken cancellationToken) => session.GetAsync(cancellationToken);

    /// <summary>Asks it what it says of itself now, and waits until that was told.</summary>
    public async Task ReadAsync(UpstreamSession live, CancellationToken cancellationToken) =>
        await heard(this, await DefinitionReading.ReadAsync(live, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Looks after it; called about once a second. Starts it again when it went away, ends it when nobody needs it.</summary>
    public void Tend() => session.Tend(isBusy: Queue.Inside > 0, isWatched: !Watch.IsEmpty);

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync().ConfigureAwait(false);
        Queue.Dispose();
    }

    private void Begun(UpstreamSession fresh)
    {
        Watch.Begin(fresh);
        _ = Logs.TellAsync(fresh);
    }

    private Task CompareAsync(UpstreamSession live, CancellationToken cancellationToken) => Comparisons.RunAsync(token => ReadAsync(live, token), cancellationToken);

    private void Doubt()
    {
        Comparisons.Doubt();
        hearing.Tell();
    }
}
