using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Entries;
using Harombe.Gateway.Upstreams.Questions;
using Harombe.Gateway.Upstreams.Watching;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Upstreams;

/// <summary>One upstream server, with its connection and with what goes on in it. Thread-safe.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly UpstreamEars ears;
    private readonly Func<Upstream, ImmutableArray<Definition>, ValueTask> heard;
    private readonly Starts starts;
    private readonly KeptSession session;
    private readonly Hearing hearing;
    private readonly LogWish logs;

    /// <param name="entry">What it is.</param>
    /// <param name="start">Connects.</param>
    /// <param name="ears">Who takes what the server asks and tells.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="heard">Is told what the server says of itself, each time that it was asked; waited for.</param>
    public Upstream(UpstreamEntry entry, SessionStart start, UpstreamEars ears, TimeProvider clock, Func<Upstream, ImmutableArray<Definition>, ValueTask> heard)
    {
        (Entry, this.ears, this.heard) = (entry, ears, heard);
        starts = new Starts(entry, start, clock, Notified, AskedAsync, CompareAsync);
        session = new KeptSession(entry.Limits, starts, Begun, clock);
        hearing = new Hearing(token => Live is { } live ? CompareAsync(live, token) : Task.CompletedTask, clock, session.Ending);
        logs = new LogWish(session.Ending);
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

    /// <summary>Lets a server of an older revision write log lines of this level, for whoever wants them; it is told once for all its clients.</summary>
    public void Heed(string level)
    {
        logs.Want(level);
        if (Live is { } live)
        {
            _ = logs.TellAsync(live);
        }
    }

    private void Begun(UpstreamSession fresh)
    {
        Watch.Begin(fresh);
        _ = logs.TellAsync(fresh);
    }

    private Task<JsonNode> AskedAsync(JsonRpcRequest request, CancellationToken cancellationToken) =>
        ears.Questions.AnswerAsync(Entry, Inside, request.Method, request.Params as JsonObject ?? [], cancellationToken);

    private Task CompareAsync(UpstreamSession live, CancellationToken cancellationToken) => Comparisons.RunAsync(token => ReadAsync(live, token), cancellationToken);

    private void Notified(JsonRpcNotification message)
    {
        switch (message.Method)
        {
            case NotificationMethods.ProgressNotification:
                Progress.Report(message.Params);
                break;
            case NotificationMethods.ToolListChangedNotification or NotificationMethods.PromptListChangedNotification:
                Comparisons.Doubt();
                hearing.Tell();
                break;
            default:
                ears.Hear(Entry, Inside, message);
                break;
        }
    }
}
