using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>$ref</c>, resolved when the schema was compiled.</summary>
internal sealed class ReferenceKeyword(string pointer, SchemaNode target) : Keyword(pointer)
{
    public override IEnumerable<SchemaNode> InPlace => [target];

    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (site.Has("$ref", out var reference) && site.Resolve("$ref", reference.GetString() ?? "") is { } target)
            into.Add(new ReferenceKeyword(site.PointerTo("$ref"), site.NodeAt(target)));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen) => target.Check(instance, ref run, seen);
}
