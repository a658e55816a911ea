using System.Collections.Concurrent;

namespace Harombe.Host.Access;

/// <summary>
/// Tokens that were read from the state a moment ago, so that a client that calls a thousand times a second is not looked up and its seal not checked a
/// thousand times. Thread-safe.
/// </summary>
internal sealed class FoundTokens(TimeProvider clock)
{
    // A token that stopped to count is forgotten at once; this is for whoever changes the file beside the running host.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    private const int Most = 1024;

    private volatile ConcurrentDictionary<string, (TokenRecord Record, long Read)> current = new();

    /// <summary>What is known now. Whoever is about to read the state takes this first and puts what it found there: after <see cref="Forget"/> nobody looks at it any more.</summary>
    public ConcurrentDictionary<string, (TokenRecord Record, long Read)> Current => current;

    /// <summary>The record of a token by its hash; null when it must be read.</summary>
    public TokenRecord? Of(string hash) => current.TryGetValue(hash, out var found) && clock.GetElapsedTime(found.Read) < Kept ? found.Record : null;

    /// <summary>Keeps a record that was read.</summary>
    /// <param name="at">Where: <see cref="Current"/> as it was before the read.</param>
    /// <param name="hash">Of the token.</param>
    /// <param name="record">What was read.</param>
    public void Keep(ConcurrentDictionary<string, (TokenRecord Record, long Read)> at, string hash, TokenRecord record)
    {
        if (at.Count >= Most)
        {
            at.Clear();
        }

        at[hash] = (record, clock.GetTimestamp());
    }

    /// <summary>Something changed: everybody is looked up anew.</summary>
    public void Forget() => current = new();
}
