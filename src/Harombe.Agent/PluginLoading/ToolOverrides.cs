using Harombe.Core.Calls;
using Harombe.Core.Tools;

namespace Harombe.Agent.PluginLoading;

/// <summary>Puts what the operator says of single tools over what their plugins say. The definition's fingerprint covers it: approvals for the old one are worth nothing.</summary>
internal sealed class ToolOverrides(IDictionary<string, ToolOverride> overrides)
{
    public IReadOnlyList<ToolOffer> Over(IReadOnlyList<ToolOffer> offers) => overrides.Count == 0
        ? offers
        : [.. offers.Select(offer => overrides.TryGetValue(offer.Definition.Name.Value, out var said) ? offer with { Definition = Over(offer.Definition, said) } : offer)];

    /// <summary>Names that no plugin has: an override with a typing error protects nothing.</summary>
    public IEnumerable<PluginFault> Faults(PluginSet plugins) => overrides
        .Where(one => !plugins.Offers.Any(offer => offer.Definition.Name.Value == one.Key)
            && !plugins.Plugins.Any(plugin => plugin.Loaded is null && one.Key.StartsWith(plugin.Name + ".", StringComparison.Ordinal)))
        .Select(one => new PluginFault($"tools.{one.Key}", one.Value.Place, new Reason(
            "plugin.override", $"{one.Value.Place}: plugins.tools.{one.Key}: there is no plugin with this tool.", "See 'harombe tools' for the names, or remove the key.")));

    private static ToolDefinition Over(ToolDefinition tool, ToolOverride said) => tool with
    {
        Risk = said.Risk ?? tool.Risk,
        CacheFor = said.CacheFor ?? tool.CacheFor,
    };
}
