using Harombe.Core.Tools;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>
/// Tells clients that the list of tools is another one. For sessions of older revisions the library does so whenever a collection of its own says that it
/// changed: this one is always empty, and says so when the catalogue does.
/// </summary>
internal sealed class CatalogSignal : McpServerPrimitiveCollection<McpServerTool>
{
    public CatalogSignal(ToolCatalog catalog) => catalog.Changed += RaiseChanged;
}
