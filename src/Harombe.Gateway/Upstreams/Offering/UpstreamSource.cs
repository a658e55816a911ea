using System.Collections.Immutable;
using Harombe.Core.Tools;

namespace Harombe.Gateway.Upstreams.Offering;

/// <summary>The tools of all upstreams, as the catalogue takes them. Empty until the upstreams were read from the store. Thread-safe.</summary>
internal sealed class UpstreamSource : IToolSource
{
    private ImmutableArray<ToolOffer> offers = [];

    /// <inheritdoc/>
    public string Name => "upstreams";

    /// <inheritdoc/>
    public IReadOnlyList<ToolOffer> Offers => offers;

    /// <summary>Swaps them; the catalogue must be refreshed after.</summary>
    public void Offer(IEnumerable<ToolOffer> all) => ImmutableInterlocked.InterlockedExchange(ref offers, [.. all]);
}
