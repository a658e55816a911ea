using System.Text.Json;
using Harombe.Core.Schemas.Evaluation;
using Harombe.Core.Schemas.Keywords;

namespace Harombe.Core.Schemas.Compilation;

/// <summary>
/// Turns a schema into nodes. Nodes are made empty and filled from a queue, so neither a circle of references nor a chain of ten thousand
/// costs stack.
/// </summary>
internal sealed class SchemaCompiler
{
    // A base that can be combined with a relative $id and that no reference would name by accident.
    private static readonly SchemaDocument Main = new(new Uri("harombe://schema/"), "");

    private readonly FirstRejection _rejection = new();
    private readonly SchemaIndex _index;
    private readonly SchemaReferences _references;
    private readonly Dictionary<SchemaLocation, SchemaNode> _nodes = [];
    private readonly Queue<SchemaLocation> _unfilled = new();

    private SchemaCompiler(SchemaOptions options)
    {
        Limits = options.Limits;
        _index = new SchemaIndex(options, _rejection);
        _references = new SchemaReferences(options, _index, _rejection);
    }

    public SchemaLimits Limits { get; }

    /// <summary>Set when a <c>$dynamicRef</c> needs to know how it was reached; other schemas don't pay for that.</summary>
    public bool TracksScope { get; set; }

    /// <param name="schema">The schema; copied.</param>
    /// <param name="options">The choices of this compilation.</param>
    /// <param name="metaschema">Vouches for the form of the schema; null only while the metaschema itself is compiled.</param>
    public static SchemaCompilation Compile(JsonElement schema, SchemaOptions options, JsonSchema? metaschema)
    {
        if (schema.ValueKind == JsonValueKind.Undefined)
            return new SchemaCompilation.Rejected("There is no schema.", "");
        if (metaschema is not null && FindMalformed(schema, options, metaschema) is { } malformed)
            return malformed;
        return new SchemaCompiler(options).Run(schema.Clone());
    }

    public SchemaNode NodeAt(SchemaLocation location)
    {
        if (_nodes.TryGetValue(location, out var node))
            return node;
        node = new SchemaNode(location.Resource, location.Shown(location.Pointer));
        _nodes.Add(location, node);
        _unfilled.Enqueue(location);
        return node;
    }

    // The index walked the same keywords with the same pointers: a subschema that isn't there is a bug.
    public SchemaNode NodeAt(SchemaDocument document, string pointer) =>
        NodeAt(_index.At(document, pointer) ?? throw new InvalidOperationException($"The subschema at '{pointer}' was not indexed."));

    public SchemaLocation? Resolve(SchemaLocation from, string reference, string pointer) => _references.Resolve(from, reference, pointer);

    public void Reject(string reason, string pointer) => _rejection.Reject(reason, pointer);

    private SchemaCompilation Run(JsonElement schema)
    {
        if (_index.Load(schema, Main) is { } root)
        {
            NodeAt(root);
            FillAll();
            if (!_rejection.Happened && EndlessLoop.Find(_nodes.Values) is { } loop)
                _rejection.Reject("The schema refers back to itself without looking deeper into the value: checking it would never end.", loop);
            if (!_rejection.Happened)
                return new SchemaCompilation.Compiled(new JsonSchema(NodeAt(root), Limits, TracksScope));
        }

        return _rejection.Value ?? throw new InvalidOperationException("A compilation that fails has a reason.");
    }

    // Also what nothing refers to: a definition that can't be checked is reported now, not when somebody starts to use it.
    // Filling may load documents, whose dynamic anchors may be the target of a reference seen earlier: until nothing is new.
    private void FillAll()
    {
        for (var indexed = 0; !_rejection.Happened && indexed < _index.Count;)
        {
            indexed = _index.Count;
            foreach (var location in _index.Locations.ToList())
            {
                var node = NodeAt(location);
                if (location.DynamicAnchor is { } anchor)
                    location.Resource.SetDynamicNode(anchor, node);
            }

            while (!_rejection.Happened && _unfilled.TryDequeue(out var location))
                Fill(location);
        }
    }

    private void Fill(SchemaLocation location)
    {
        if (location.Element.ValueKind == JsonValueKind.False)
            _nodes[location].RefuseAll();
        else if (location.Element.ValueKind == JsonValueKind.Object)
            _nodes[location].Fill(KeywordFamilies.Of(new SchemaSite(location, this)));
    }

    private static SchemaCompilation.Rejected? FindMalformed(JsonElement schema, SchemaOptions options, JsonSchema metaschema)
    {
        if (JsonText.FindFlaw(schema, options.Limits.MaxSchemaDepth) is { } flaw)
            return new SchemaCompilation.Rejected($"The schema {flaw}.", "");
        foreach (var (uri, document) in options.Documents.Select(entry => (entry.Key.OriginalString + "#", entry.Value)).Prepend(("", schema)))
        {
            var verdict = metaschema.Validate(document);
            if (!verdict.IsValid)
                return new SchemaCompilation.Rejected($"The schema is malformed: {verdict}.", uri + verdict.Violations[0].InstancePointer);
        }

        return null;
    }
}
