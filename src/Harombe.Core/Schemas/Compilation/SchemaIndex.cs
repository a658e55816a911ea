using System.Text.Json;

namespace Harombe.Core.Schemas.Compilation;

/// <summary>
/// Every place in the loaded documents where a schema stands, with its base URI and anchors, found by walking the keywords that hold schemas.
/// An <c>$id</c> inside an <c>enum</c> or an unknown keyword is data and is not found here. Walks with a list, not the stack.
/// </summary>
internal sealed class SchemaIndex(SchemaOptions options, FirstRejection rejection)
{
    private readonly Dictionary<string, SchemaResource> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<(SchemaDocument, string), SchemaLocation> _locations = [];
    private readonly Stack<(JsonElement Element, string Pointer, SchemaResource? Parent)> _pending = new();

    public IEnumerable<SchemaLocation> Locations => _locations.Values;

    public int Count => _locations.Count;

    public SchemaResource? Resource(Uri uri) => _resources.GetValueOrDefault(uri.AbsoluteUri);

    public SchemaLocation? At(SchemaDocument document, string pointer) => _locations.GetValueOrDefault((document, pointer));

    /// <summary>Indexes a document. Without an <c>$id</c> of its own it is known by where it was retrieved.</summary>
    public SchemaLocation? Load(JsonElement root, SchemaDocument document)
    {
        if (JsonText.FindFlaw(root, options.Limits.MaxSchemaDepth) is { } flaw)
        {
            rejection.Reject($"The schema {flaw}.", document.Prefix);
            return null;
        }

        _pending.Push((root, "", null));
        while (!rejection.Happened && _pending.TryPop(out var next))
            Visit(next.Element, next.Pointer, next.Parent, document);
        var location = At(document, "");
        if (location is not null)
            _resources.TryAdd(document.Retrieved.AbsoluteUri, location.Resource);
        return rejection.Happened ? null : location;
    }

    private void Visit(JsonElement element, string pointer, SchemaResource? parent, SchemaDocument document)
    {
        if (_locations.Count >= options.Limits.MaxSubschemas)
        {
            rejection.Reject($"The schema has more than {options.Limits.MaxSubschemas} subschemas.", document.Prefix + pointer);
            return;
        }

        var startsResource = parent is null || (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$id", out _));
        var resource = startsResource ? NewResource(element, pointer, parent, document) : parent;
        if (resource is null)
            return;
        var location = new SchemaLocation(document, pointer, element, resource);
        if (!_locations.TryAdd((document, pointer), location))
        {
            rejection.Reject("A member of the schema is repeated.", location.Shown(pointer));
            return;
        }

        if (startsResource)
            resource.Root = location;
        if (element.ValueKind != JsonValueKind.Object)
            return;
        NoteAnchor(location, "$anchor");
        NoteAnchor(location, "$dynamicAnchor");
        KeywordRules.Check(location, options.UnknownKeywords, rejection);
        foreach (var property in element.EnumerateObject())
        {
            if (resource.Dialect.Knows(property.Name, out var shape))
                Enqueue(property.Value, JsonPointer.Append(pointer, property.Name), shape, resource);
        }
    }

    private SchemaResource? NewResource(JsonElement element, string pointer, SchemaResource? parent, SchemaDocument document)
    {
        var around = parent?.Uri ?? document.Retrieved;
        var id = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$id", out var value) ? value.GetString() : null;
        Uri? uri = around;
        if (id is not null && !Uri.TryCreate(around, id.TrimEnd('#'), out uri))
        {
            rejection.Reject("The $id is not a URI reference.", document.Prefix + pointer + "/$id");
            return null;
        }

        var dialect = KeywordRules.DialectOf(element, parent, options, rejection, document.Prefix + pointer + "/$schema");
        if (dialect is null)
            return null;
        var resource = new SchemaResource(uri, dialect);
        if (!_resources.TryAdd(uri.AbsoluteUri, resource))
            rejection.Reject($"The $id '{uri}' names two schemas.", document.Prefix + pointer + "/$id");
        return resource;
    }

    private void NoteAnchor(SchemaLocation location, string keyword)
    {
        if (location.Element.TryGetProperty(keyword, out var value) && value.GetString() is { } name
            && !location.Resource.Anchors.TryAdd(name, location) && location.Resource.Anchors[name] != location)
            rejection.Reject($"The anchor '{name}' names two schemas of one resource.", location.Shown(location.Pointer + "/" + keyword));
    }

    private void Enqueue(JsonElement value, string pointer, SubschemaShape shape, SchemaResource resource)
    {
        switch (shape)
        {
            case SubschemaShape.One:
                _pending.Push((value, pointer, resource));
                break;
            case SubschemaShape.Many:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                    _pending.Push((item, JsonPointer.Append(pointer, index++), resource));
                break;
            case SubschemaShape.Map:
                foreach (var member in value.EnumerateObject())
                    _pending.Push((member.Value, JsonPointer.Append(pointer, member.Name), resource));
                break;
        }
    }
}
