using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Compilation;

/// <summary>A schema with a URI of its own: a document, or a subschema with an <c>$id</c>. Anchors belong to it.</summary>
internal sealed class SchemaResource(Uri uri, Dialect dialect)
{
    private readonly Dictionary<string, SchemaNode> _dynamicNodes = new(StringComparer.Ordinal);

    public Uri Uri { get; } = uri;

    public Dialect Dialect { get; } = dialect;

    /// <summary>Set right after construction by the index: resource and location know each other.</summary>
    public SchemaLocation? Root { get; set; }

    public Dictionary<string, SchemaLocation> Anchors { get; } = new(StringComparer.Ordinal);

    public SchemaNode? DynamicNode(string anchor) => _dynamicNodes.GetValueOrDefault(anchor);

    /// <summary>Only while compiling.</summary>
    public void SetDynamicNode(string anchor, SchemaNode node) => _dynamicNodes[anchor] = node;
}
