namespace Harombe.Audit.Entries;

/// <summary>The calls that have an intent and no outcome yet, oldest first. As many as run at once. Not thread-safe.</summary>
internal sealed class OpenCalls
{
    private readonly Dictionary<string, long> intents = new(StringComparer.Ordinal);

    // Intents come in the order of their numbers. Those that have ended since are taken off when they are first.
    private readonly Queue<(string Call, long Intent)> begun = new();

    public bool Contains(string call) => intents.ContainsKey(call);

    /// <summary>Begins a call; false when it is open already.</summary>
    public bool Begin(string call, long sequence)
    {
        if (!intents.TryAdd(call, sequence))
        {
            return false;
        }

        if (begun.Count > 1024 + (2 * intents.Count))
        {
            Forget();
        }

        begun.Enqueue((call, sequence));
        return true;
    }

    /// <summary>Ends a call; false when it isn't open.</summary>
    public bool End(string call, out long intent)
    {
        var open = intents.Remove(call, out intent);
        while (begun.TryPeek(out var first) && !IsOpen(first))
        {
            begun.Dequeue();
        }

        return open;
    }

    /// <summary>Every intent before this sequence number has its outcome.</summary>
    public long Settled(long size) => begun.TryPeek(out var first) ? first.Intent : size;

    public IEnumerable<(long Intent, string Call)> InOrder() => begun.Where(IsOpen).Select(call => (call.Intent, call.Call));

    // Behind a call that takes long, those that have ended pile up.
    private void Forget()
    {
        for (var left = begun.Count; left > 0; left--)
        {
            var call = begun.Dequeue();
            if (IsOpen(call))
            {
                begun.Enqueue(call);
            }
        }
    }

    // The same call can only begin again with another number, where a record was tampered with.
    private bool IsOpen((string Call, long Intent) call) => intents.TryGetValue(call.Call, out var intent) && intent == call.Intent;
}
