using System.Collections.Concurrent;
using Harombe.Core.Labels;
using Harombe.Policy.Provenance.Sources;

namespace Harombe.Policy.Provenance.Sessions;

/// <summary>A result as somebody read it.</summary>
internal sealed record SeenResult(DateTimeOffset At, SourceCall Call, string Text, Label? Label);

/// <summary>
/// What one client has read: the last megabyte as it is, what was before it faded, for a day or two. Taking a result in costs nothing: it is looked at once a call is
/// decided that it could have a say in, or much of it waits. <see cref="Add"/> is thread-safe, the rest is for whoever holds the lock on it.
/// </summary>
/// <param name="forgotten">When it was last known that it had read what isn't known any more.</param>
internal sealed class KnownClient(DateTimeOffset? forgotten)
{
    private const int MostText = 1024 * 1024;
    private const int MostResults = 4096;
    private const int MostWaiting = 256 * 1024;
    private const int MostAtOnce = 8 * 1024 * 1024;

    private readonly Queue<SeenResult> results = new();
    private SessionText text = new();
    private long length;
    private DateTimeOffset? forgotten = forgotten;
    private (FadedText Text, DateTimeOffset Since)? fading, faded;
    private long last;

    private readonly ConcurrentQueue<SeenResult> waiting = new();
    private long waitingLength;
    private int settling;

    public DateTimeOffset Last => new(Volatile.Read(ref last), TimeSpan.Zero);

    public void Add(SeenResult result)
    {
        Volatile.Write(ref last, result.At.UtcTicks);
        waiting.Enqueue(result);
        var much = Interlocked.Add(ref waitingLength, result.Text.Length);
        if (much > MostAtOnce)
        {
            // Faster than it can be looked at: whoever reads so much waits.
            SettleAlone();
        }
        else if (much > MostWaiting && Interlocked.Exchange(ref settling, 1) == 0)
        {
            _ = Task.Run(SettleAlone);
        }
    }

    private void SettleAlone()
    {
        Volatile.Write(ref settling, 0);
        lock (this)
        {
            Settle();
        }
    }

    private void Settle()
    {
        while (waiting.TryDequeue(out var result))
        {
            Interlocked.Add(ref waitingLength, -result.Text.Length);
            var taken = false;
            try
            {
                Take(result);
                taken = true;
            }
            finally
            {
                // What could not be looked at could have held anything.
                forgotten = taken ? forgotten : result.At;
            }
        }
    }

    private void Take(SeenResult result)
    {
        if (result.Text.Length > MostText)
        {
            Fade(result with { Text = result.Text[MostText..] });
            result = result with { Text = result.Text[..MostText] };
        }

        results.Enqueue(result);
        length += result.Text.Length;
        text.AddResult(result.Call, result.Text, result.Label);
        if (length > MostText || results.Count > MostResults)
        {
            // Half of it at once: the index only grows, and is made anew.
            Drop(() => results.Count > 1 && (length > MostText / 2 || results.Count > MostResults / 2));
        }
    }

    /// <summary>What counts now.</summary>
    public SessionText Now(DateTimeOffset now)
    {
        Settle();
        if (results.TryPeek(out var oldest) && oldest.At < now - ClientSessions.Kept)
        {
            Drop(() => results.TryPeek(out var next) && next.At < now - ClientSessions.Kept, keep: false);
        }

        Turn(now);
        text.HasGaps = forgotten is { } at && at >= now - ClientSessions.Kept;
        text.Faded = [.. new[] { fading, faded }.OfType<(FadedText Text, DateTimeOffset Since)>().Select(one => one.Text)];
        return text;
    }

    private void Drop(Func<bool> more, bool keep = true)
    {
        while (more())
        {
            var result = results.Dequeue();
            length -= result.Text.Length;
            if (keep)
            {
                Fade(result);
            }
        }

        text = new SessionText();
        foreach (var result in results)
        {
            text.AddResult(result.Call, result.Text, result.Label);
        }
    }

    private void Fade(SeenResult result)
    {
        Turn(result.At);
        var into = (fading ??= (new FadedText(), result.At)).Text;
        var source = new Source(result.Call, marked: false, result.Label);
        into.Add(result.Text, source.IsOutside, source.IsPrivate);
        if (into.IsFull)
        {
            forgotten = result.At;
        }
    }

    // Whatever faded is known for a day at least, and for two at most.
    private void Turn(DateTimeOffset now)
    {
        if (fading is { } current && current.Since < now - ClientSessions.Kept)
        {
            (faded, fading) = (current.Since < now - 2 * ClientSessions.Kept ? null : current, null);
        }

        if (faded is { } old && old.Since < now - 2 * ClientSessions.Kept)
        {
            faded = null;
        }
    }
}
