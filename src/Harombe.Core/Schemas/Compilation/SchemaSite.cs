using System.Text.Json;
using Harombe.Core.Schemas.Evaluation;
using Harombe.Core.Schemas.Numbers;
using Harombe.Core.Schemas.Patterns;

namespace Harombe.Core.Schemas.Compilation;

/// <summary>
/// What a keyword sees while it compiles: its schema, and the nodes of its subschemas. The metaschema has vouched for the types of all values.
/// </summary>
internal readonly struct SchemaSite(SchemaLocation location, SchemaCompiler compiler)
{
    public SchemaLimits Limits => compiler.Limits;

    public string PointerTo(string keyword) => location.Shown(JsonPointer.Append(location.Pointer, keyword));

    /// <summary>The keyword is there and belongs to the dialect.</summary>
    public bool Has(string keyword, out JsonElement value)
    {
        value = default;
        return location.Resource.Dialect.Knows(keyword, out _) && location.Element.TryGetProperty(keyword, out value);
    }

    public bool HasCount(string keyword, out long count)
    {
        count = 0;
        if (!Has(keyword, out var value))
            return false;
        // 3.0 and 3e0 are whole numbers too. Beyond 18 digits no instance can tell the difference.
        if (!value.TryGetInt64(out count))
            count = value.TryGetDecimal(out var exact) && exact < long.MaxValue ? (long)exact : long.MaxValue;
        return true;
    }

    public SchemaNode? One(string keyword) => Has(keyword, out _) ? Child(JsonPointer.Append(location.Pointer, keyword)) : null;

    public SchemaNode[] Many(string keyword)
    {
        if (!Has(keyword, out var schemas))
            return [];
        var pointer = JsonPointer.Append(location.Pointer, keyword);
        var nodes = new SchemaNode[schemas.GetArrayLength()];
        for (var i = 0; i < nodes.Length; i++)
            nodes[i] = Child(JsonPointer.Append(pointer, i));
        return nodes;
    }

    public IReadOnlyCollection<(string Name, SchemaNode Schema)> Map(string keyword)
    {
        if (!Has(keyword, out var schemas))
            return [];
        var pointer = JsonPointer.Append(location.Pointer, keyword);
        var nodes = new List<(string, SchemaNode)>();
        foreach (var member in schemas.EnumerateObject())
            nodes.Add((member.Name, Child(JsonPointer.Append(pointer, member.Name))));
        return nodes;
    }

    public SchemaNode NodeAt(SchemaLocation target) => compiler.NodeAt(target);

    public SchemaLocation? Resolve(string keyword, string reference) => compiler.Resolve(location, reference, PointerTo(keyword));

    public EcmaPattern? Pattern(string keyword, string pointer, string text)
    {
        var translation = EcmaPattern.Translate(text, compiler.Limits);
        if (translation is EcmaTranslation.Untranslatable(var reason))
            compiler.Reject($"The {keyword} '{text}' {reason}.", pointer);
        return (translation as EcmaTranslation.Translated)?.Pattern;
    }

    public void UsesDynamicScope() => compiler.TracksScope = true;

    public void Reject(string keyword, string reason) => compiler.Reject($"'{keyword}' {reason}.", PointerTo(keyword));

    /// <summary>Passes a value through; rejects the schema when a number in it has an exponent too large to be compared.</summary>
    public JsonElement Ordinary(string keyword, JsonElement value)
    {
        if (HoldsExtreme(value))
            Reject(keyword, "holds a number whose exponent has more than 15 digits");
        return value;
    }

    private static bool HoldsExtreme(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => ExactNumber.Read(value).IsExtreme,
        JsonValueKind.Array => value.EnumerateArray().Any(HoldsExtreme),
        JsonValueKind.Object => value.EnumerateObject().Any(member => HoldsExtreme(member.Value)),
        _ => false,
    };

    private SchemaNode Child(string pointer) => compiler.NodeAt(location.Document, pointer);
}
