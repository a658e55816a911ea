namespace Harombe.Core.Schemas.Compilation;

/// <summary>Finds what a <c>$ref</c> names, loading a supplied document when it is first named. Whatever isn't supplied is a rejection.</summary>
internal sealed class SchemaReferences(SchemaOptions options, SchemaIndex index, FirstRejection rejection)
{
    private const string Remedy = "Nothing is fetched: put the schema it names into $defs.";

    public SchemaLocation? Resolve(SchemaLocation from, string reference, string pointer)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var address = hash < 0 ? reference : reference[..hash];
        var fragment = hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]);
        // A fragment alone stays in the resource; Uri would have to be able to combine with a urn: for that.
        var resource = address.Length == 0 ? from.Resource : Find(from.Resource.Uri, address, reference, pointer);
        if (resource?.Root is not { } root)
            return null;
        var target = fragment.Length == 0 ? root : fragment[0] == '/' ? AtPointer(root, fragment) : resource.Anchors.GetValueOrDefault(fragment);
        if (target is null)
            rejection.Reject($"The reference '{reference}' points at nothing that is a schema.", pointer);
        return target;
    }

    private SchemaLocation? AtPointer(SchemaLocation root, string fragment) =>
        JsonPointer.IsWellFormed(fragment) ? index.At(root.Document, root.Pointer + fragment) : null;

    private SchemaResource? Find(Uri from, string address, string reference, string pointer)
    {
        if (!Uri.TryCreate(from, address, out var uri))
        {
            rejection.Reject($"The reference '{reference}' is not a URI reference.", pointer);
            return null;
        }

        if (index.Resource(uri) is { } known)
            return known;
        if (SuppliedDocuments.TryFind(options, uri, out var document))
            return index.Load(document.Clone(), new SchemaDocument(uri, uri.AbsoluteUri + "#"))?.Resource;
        rejection.Reject($"The reference '{reference}' leaves the schema for '{uri}'. {Remedy}", pointer);
        return null;
    }
}
