using System.Text;
using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>dependentSchemas</c>: one entry, a schema for the whole object that applies when a property is there.</summary>
internal sealed class DependentSchemasKeyword(string pointer, string trigger, SchemaNode schema) : Keyword(pointer)
{
    private readonly byte[] _trigger = Encoding.UTF8.GetBytes(trigger);

    public override IEnumerable<SchemaNode> InPlace => [schema];

    public static void Add(SchemaSite site, List<Keyword> into)
    {
        foreach (var (name, schema) in site.Map("dependentSchemas"))
            into.Add(new DependentSchemasKeyword(JsonPointer.Append(site.PointerTo("dependentSchemas"), name), name, schema));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen) =>
        instance.ValueKind != JsonValueKind.Object || !run.Has(instance, _trigger) || schema.Check(instance, ref run, seen);
}
