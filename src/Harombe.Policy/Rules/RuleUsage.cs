using System.Collections.Concurrent;

namespace Harombe.Policy.Rules;

/// <summary>
/// Counts calls and sums by rule and principal, for rates and budgets. In memory: a restart begins anew, which is why a budget is a brake and no ledger.
/// Thread-safe; holds at most <see cref="MaxEvents"/> events a window and counts a full one as exceeded.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="known">What had been used by the record, where a decision is made again.</param>
internal sealed class RuleUsage(TimeProvider time, IReadOnlyDictionary<string, (int Calls, decimal Sum)>? known = null)
{
    public const int MaxEvents = 10_000;

    private readonly ConcurrentDictionary<(string Key, string Principal), Window> windows = new();

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>What was used within the span, before now.</summary>
    public (int Calls, decimal Sum) Within(string key, string principal, TimeSpan span)
    {
        if (known is not null)
        {
            return known.GetValueOrDefault(key);
        }

        if (!windows.TryGetValue((key, principal), out var window))
        {
            return (0, 0);
        }

        lock (window)
        {
            while (window.Events.TryPeek(out var oldest) && oldest.At <= Now - span)
            {
                window.Events.Dequeue();
                window.Sum -= oldest.Amount;
            }

            return (window.Events.Count, window.Sum);
        }
    }

    /// <summary>Notes that a call was let through, or put before a person.</summary>
    public void Add(string key, string principal, decimal amount)
    {
        var window = windows.GetOrAdd((key, principal), _ => new Window());
        lock (window)
        {
            if (window.Events.Count < MaxEvents)
            {
                window.Events.Enqueue((Now, amount));
                window.Sum += amount;
            }
        }
    }

    private sealed class Window
    {
        public Queue<(DateTimeOffset At, decimal Amount)> Events { get; } = new();

        public decimal Sum { get; set; }
    }
}
