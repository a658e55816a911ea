using System.Collections.Immutable;
using Harombe.Gateway.Pinning;
using Microsoft.Extensions.Logging;

namespace Harombe.Gateway.Upstreams;

/// <summary>Takes what a server says of itself now, and compares it with what was accepted. What was accepted and is another now goes into the record. Thread-safe.</summary>
internal sealed partial class HeardDefinitions(Acceptance acceptance, PinRecord record, ILogger<HeardDefinitions> log)
{
    /// <summary>Takes it.</summary>
    /// <param name="held">Who says it.</param>
    /// <param name="live">All that it says.</param>
    /// <param name="isGrave">Whether words speak to the model; asked where nobody has accepted any.</param>
    /// <returns>Whether it says anything else than before.</returns>
    public async ValueTask<bool> TakeAsync(HeldUpstream held, ImmutableArray<Definition> live, Func<ImmutableArray<Definition>, bool> isGrave)
    {
        if (held.State.Live is { } known && IsSame(known, live))
        {
            return false;
        }

        await held.Swapping.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var before = held.State;
            // Whoever vouches for a server has not seen a definition that speaks to the model.
            if (before.Pins.IsEmpty && held.Entry.Trusted && !isGrave(live))
            {
                held.State = await acceptance.AcceptAsync(held, live, by: null, CancellationToken.None).ConfigureAwait(false);
            }
            else
            {
                var after = UpstreamState.Of(held.Entry, before.Pins, live);
                held.State = after;
                await TellAsync(held, before, after).ConfigureAwait(false);
            }
        }
        finally
        {
            held.Swapping.Release();
        }

        return true;
    }

    // Once for each change.
    private async ValueTask TellAsync(HeldUpstream held, UpstreamState before, UpstreamState after)
    {
        var changed = after.Standing.Standings.Where(one => one.Compared is Compared.Changed).Select(one => one.Definition).ToList();
        if (!after.Standing.IsAccepted || changed.Count == 0 || after.Live is not { } live)
        {
            return;
        }

        Changed(log, held.Name, changed.Count);
        await record.WriteAsync(
            "changed",
            held.Name,
            UpstreamState.FingerprintOf(held.Entry, live),
            UpstreamState.FingerprintOf(held.Entry, before.Pins.Select(pin => pin.Definition).Where(one => one.Kind != DefinitionKind.Place)),
            changed,
            by: null,
            CancellationToken.None).ConfigureAwait(false);
    }

    private static bool IsSame(ImmutableArray<Definition> left, ImmutableArray<Definition> right) =>
        left.Length == right.Length && left.Zip(right).All(pair => pair.First.Hash == pair.Second.Hash && pair.First.Name == pair.Second.Name && pair.First.Kind == pair.Second.Kind);

    [LoggerMessage(LogLevel.Warning, "Upstream {Upstream} has changed {Count} definitions since they were accepted; they are blocked until somebody accepts them")]
    private static partial void Changed(ILogger log, string upstream, int count);
}
