using System.Collections.Concurrent;
using Harombe.Core.Calls;
using Harombe.Core.Principals;

namespace Harombe.Core.Tools;

/// <summary>
/// Results that are given again: of tools that say so, only read, and are idempotent; to the same principal; for the same arguments and the same definition of
/// the tool; for as long as the tool says. Every call is decided and recorded all the same. Bounded in number and size. Thread-safe.
/// </summary>
internal sealed class CachedResults(TimeProvider clock)
{
    private const int MostEntries = 1000;
    private const long MostBytes = 32 * 1024 * 1024;

    private readonly ConcurrentDictionary<Key, Entry> entries = new();
    private long bytes;

    /// <summary>The body with the cache before it; the body itself when the tool doesn't ask for one, or must not have one.</summary>
    public ToolBody Before(ToolOffer offer) => offer.Definition is { CacheFor.Ticks: > 0, ReadOnly: true, Idempotent: true }
        ? (invocation, cancellationToken) => RunAsync(offer, invocation, cancellationToken)
        : offer.Body;

    private async ValueTask<ToolOutcome> RunAsync(ToolOffer offer, ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var tool = offer.Definition;
        var key = new Key(invocation.Call.Principal.Id, tool.Fingerprint, invocation.Call.Arguments.Hash);
        if (entries.TryGetValue(key, out var known) && clock.GetElapsedTime(known.Since) < tool.CacheFor)
        {
            return offer.BeforeRepeat is { } look && await look(cancellationToken).ConfigureAwait(false) is { } why ? why : known.Content;
        }

        var outcome = await offer.Body(invocation, cancellationToken).ConfigureAwait(false);
        if (outcome is ToolOutcome.Done { Content: var content }) // A refusal may have passed by the next time.
        {
            Keep(key, new Entry(content, clock.GetTimestamp(), SizeOf(content), tool.CacheFor));
        }

        return outcome;
    }

    private void Keep(Key key, Entry entry)
    {
        if (entry.Size > MostBytes / 8)
        {
            return;
        }

        if (entries.Count >= MostEntries || Interlocked.Read(ref bytes) + entry.Size > MostBytes)
        {
            foreach (var (old, value) in entries.Where(one => clock.GetElapsedTime(one.Value.Since) >= one.Value.For))
            {
                Forget(old, value);
            }
        }

        // Full of what still counts: that is worth more than one more.
        if (entries.Count < MostEntries && Interlocked.Read(ref bytes) + entry.Size <= MostBytes)
        {
            if (entries.TryRemove(key, out var before))
            {
                Interlocked.Add(ref bytes, -before.Size);
            }

            if (entries.TryAdd(key, entry))
            {
                Interlocked.Add(ref bytes, entry.Size);
            }
        }
    }

    private void Forget(Key key, Entry entry)
    {
        if (entries.TryRemove(KeyValuePair.Create(key, entry)))
        {
            Interlocked.Add(ref bytes, -entry.Size);
        }
    }

    private static long SizeOf(ToolContent content) => 256 + content.Blocks.Sum(block => block switch
    {
        ContentBlock.Text text => 2L * text.Value.Length,
        ContentBlock.Binary binary => binary.Bytes.Length,
        _ => 0,
    }) + (content.Structured is { } structured ? 2L * structured.Value.GetRawText().Length : 0);

    private readonly record struct Key(PrincipalId Principal, string Tool, ArgumentsHash Arguments);

    private sealed record Entry(ToolContent Content, long Since, long Size, TimeSpan For);
}
