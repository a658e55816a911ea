using Harombe.Core.Tools;

namespace Harombe.Policy.Approvals;

/// <summary>The tools that questions are about, as they are now. A host without a catalogue has none.</summary>
internal sealed class ToolCatalogs(Func<ToolCatalog?> catalog)
{
    /// <summary>The tool, if it is still defined as it was; null otherwise.</summary>
    public CatalogTool? FindTool(ToolName name, string definition) =>
        catalog()?.Current.Find(name.Value) is { } found && found.Definition.Fingerprint == definition ? found : null;

    /// <summary>The tool of this name as it is now, changed or not: for showing, never for deciding.</summary>
    public ToolDefinition? FindByName(ToolName name) => catalog()?.Current.Find(name.Value)?.Definition;

    /// <summary>Its definition.</summary>
    public ToolDefinition? Find(ToolName name, string definition) => FindTool(name, definition)?.Definition;
}
