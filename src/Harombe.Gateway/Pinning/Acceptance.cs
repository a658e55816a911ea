using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Harombe.Gateway.Upstreams;

namespace Harombe.Gateway.Pinning;

/// <summary>Takes what an upstream says as accepted. Recorded first; the caller holds the upstream's <see cref="HeldUpstream.Swapping"/>.</summary>
internal sealed class Acceptance(PinStore store, PinRecord record, TimeProvider clock)
{
    /// <summary>Accepts all that it says now.</summary>
    /// <param name="held">Whose.</param>
    /// <param name="live">What it says.</param>
    /// <param name="by">Who accepts; null for the host itself, at first sight of a server that the operator vouches for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<UpstreamState> AcceptAsync(HeldUpstream held, ImmutableArray<Definition> live, string? by, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var before = held.State;
        var fingerprint = UpstreamState.FingerprintOf(held.Entry, live);
        var previous = before.Pins.IsEmpty ? null : UpstreamState.FingerprintOf(held.Entry, before.Pins.Select(pin => pin.Definition).Where(one => one.Kind != DefinitionKind.Place));
        var place = Definition.Of(DefinitionKind.Place, "", new JsonObject { ["fingerprint"] = held.Entry.Place.Fingerprint, ["place"] = held.Entry.Place.Shown });
        var kept = before.Pins.ToDictionary(pin => (pin.Definition.Kind, pin.Definition.Name));
        ImmutableArray<Pin> pins =
        [
            .. live.Prepend(place).Select(one => kept.GetValueOrDefault((one.Kind, one.Name)) is { } old && old.Definition.Hash == one.Hash ? old : new Pin(held.Name, one, now, by)),
        ];
        await record.WriteAsync(by is null ? "pinned" : "accepted", held.Name, fingerprint, previous, live, by, cancellationToken).ConfigureAwait(false);
        await store.ReplaceAsync(held.Name, pins, cancellationToken).ConfigureAwait(false);
        return UpstreamState.Of(held.Entry, pins, live);
    }
}
