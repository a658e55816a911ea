using System.Text.Json;

namespace Harombe.Core.Schemas.Compilation;

/// <summary>A place where a schema stands: which document, where in it, and in which resource.</summary>
internal sealed class SchemaLocation(SchemaDocument document, string pointer, JsonElement element, SchemaResource resource)
{
    public SchemaDocument Document { get; } = document;

    public string Pointer { get; } = pointer;

    public JsonElement Element { get; } = element;

    public SchemaResource Resource { get; } = resource;

    /// <summary>The name of its <c>$dynamicAnchor</c>, when it has one.</summary>
    public string? DynamicAnchor =>
        Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty("$dynamicAnchor", out var name) ? name.GetString() : null;

    /// <summary>For messages: a bare pointer in the compiled document, a URI with a fragment in any other.</summary>
    public string Shown(string pointer) => Document.Prefix + pointer;
}

/// <summary>One JSON document that brings schemas in. The document being compiled has no prefix.</summary>
internal sealed record SchemaDocument(Uri Retrieved, string Prefix);
