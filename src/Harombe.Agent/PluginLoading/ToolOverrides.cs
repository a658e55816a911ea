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
    public IEnumerable<PluginFault> Faults(PluginSet plugins) => overrides.Keys
        .Where(name => !plugins.Offers.Any(offer => offer.Definition.Name.Value == name) && !plugins.Plugins.Any(plugin => plugin.Loaded is null && name.StartsWith(plugin.Name + ".", StringComparison.Ordinal)))
        .Select(name => new PluginFault(name, "", new Reason("plugin.override", $"plugins.tools.{name} in harombe.yaml is about a tool that no plugin has.", "See 'harombe tools' for the names.")));

    private static ToolDefinition Over(ToolDefinition tool, ToolOverride said) => tool with
    {
        Risk = said.Risk ?? tool.Risk,
        CacheFor = said.CacheFor ?? tool.CacheFor,
    };
}
