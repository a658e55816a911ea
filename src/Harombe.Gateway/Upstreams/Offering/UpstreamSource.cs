using System.Collections.Immutable;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Gateway.Pinning;

namespace Harombe.Gateway.Upstreams.Offering;

/// <summary>
/// The tools of all upstreams, as the catalogue takes them: what was accepted before a secret was stored may name it, and no model is told. Empty until the
/// upstreams were read from the store. Thread-safe.
/// </summary>
internal sealed class UpstreamSource(ISecretScanner scanner) : IToolSource
{
    private ImmutableArray<ToolOffer> offers = [];

    /// <inheritdoc/>
    public string Name => "upstreams";

    /// <inheritdoc/>
    public IReadOnlyList<ToolOffer> Offers => offers;

    /// <summary>Swaps them; the catalogue must be refreshed after.</summary>
    public void Offer(IEnumerable<ToolOffer> all) => ImmutableInterlocked.InterlockedExchange(ref offers, [.. all.Select(offer => offer with { Definition = Cleaned(offer.Definition) })]);

    private ToolDefinition Cleaned(ToolDefinition tool) => tool with
    {
        Description = scanner.Redact(tool.Description).Value,
        InputSchema = CleanJson.Of(scanner, tool.InputSchema),
        OutputSchema = tool.OutputSchema is { } output ? CleanJson.Of(scanner, output) : null,
    };
}
