using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>not</c>. A check that was given up is not a failed one: the run stays refused whatever is returned here.</summary>
internal sealed class NotKeyword(string pointer, SchemaNode schema) : Keyword(pointer)
{
    public override IEnumerable<SchemaNode> InPlace => [schema];

    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (site.One("not") is { } schema)
            into.Add(new NotKeyword(site.PointerTo("not"), schema));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen) =>
        !run.Try(schema, instance, null) || run.Fail(Pointer, "must not match what the schema excludes here");
}
