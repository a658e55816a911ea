namespace Harombe.Host.Alerts;

/// <summary>
/// Counts events by kind and subject in a sliding window and says when there were enough of them; then is quiet about that pair for a while. Memory is
/// bounded by the number of pairs it looks at. Thread-safe.
/// </summary>
internal sealed class Bursts(TimeSpan window, TimeSpan quiet, TimeProvider clock)
{
    private const int MostPairs = 1024;

    private readonly Lock counting = new();
    private readonly Dictionary<(string Kind, string Subject), Burst> pairs = [];

    /// <summary>One event. Returns how many there were in the window when that is worth an alert now, and 0 otherwise.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="subject">To whom.</param>
    /// <param name="threshold">How many are worth an alert; 0 for never.</param>
    public int Count(string kind, string subject, int threshold)
    {
        if (threshold == 0)
        {
            return 0;
        }

        var now = clock.GetUtcNow();
        lock (counting)
        {
            if (!pairs.TryGetValue((kind, subject), out var burst))
            {
                Forget(now);
                pairs[(kind, subject)] = burst = new Burst();
            }

            burst.Times.Enqueue(now);
            // No more times than decide anything are kept.
            while (burst.Times.Count > threshold || burst.Times.Peek() <= now - window)
            {
                burst.Times.Dequeue();
            }

            if (burst.Times.Count < threshold || now < burst.QuietUntil)
            {
                return 0;
            }

            burst.QuietUntil = now + quiet;
            return burst.Times.Count;
        }
    }

    // Those that nothing has happened to lately; if there are none, the oldest: whoever makes up principals must not fill the memory.
    private void Forget(DateTimeOffset now)
    {
        if (pairs.Count < MostPairs)
        {
            return;
        }

        foreach (var (pair, burst) in pairs.Where(pair => pair.Value.Last <= now - window && pair.Value.QuietUntil <= now).ToList())
        {
            pairs.Remove(pair);
        }

        if (pairs.Count >= MostPairs)
        {
            pairs.Remove(pairs.MinBy(pair => pair.Value.Last).Key);
        }
    }

    private sealed class Burst
    {
        public Queue<DateTimeOffset> Times { get; } = [];

        public DateTimeOffset QuietUntil { get; set; }

        public DateTimeOffset Last => Times.Count > 0 ? Times.Last() : DateTimeOffset.MinValue;
    }
}
