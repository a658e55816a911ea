namespace Harombe.Audit.Entries;

/// <summary>The calls that have an intent and no outcome yet, oldest first. As many as run at once. Not thread-safe.</summary>
internal sealed class OpenCalls
{
    private readonly Dictionary<string, long> intents = new(StringComparer.Ordinal);
    private readonly SortedSet<long> sequences = [];

    public bool Contains(string call) => intents.ContainsKey(call);

    /// <summary>Begins a call; false when it is open already.</summary>
    public bool Begin(string call, long sequence) => intents.TryAdd(call, sequence) && sequences.Add(sequence);

    /// <summary>Ends a call; false when it isn't open.</summary>
    public bool End(string call, out long intent) => intents.Remove(call, out intent) && sequences.Remove(intent);

    /// <summary>Every intent before this sequence number has its outcome.</summary>
    public long Settled(long size) => sequences.Count == 0 ? size : sequences.Min;

    public IEnumerable<(long Intent, string Call)> InOrder() => intents.Select(intent => (intent.Value, intent.Key)).OrderBy(call => call.Value);
}
