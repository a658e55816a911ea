using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>unevaluatedProperties</c>: a schema for what no other keyword of this schema, or of one applied in place, has looked at.</summary>
internal sealed class UnevaluatedPropertiesKeyword(string pointer, SchemaNode schema) : Keyword(pointer)
{
    public override bool ReadsEvaluated => true;

    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (site.One("unevaluatedProperties") is { } schema)
            into.Add(new UnevaluatedPropertiesKeyword(site.PointerTo("unevaluatedProperties"), schema));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;
        var (position, holds) = (0, true);
        foreach (var property in instance.EnumerateObject())
        {
            if (seen?.Has(position++) ?? false)
                continue;
            run.Descend(property);
            holds &= schema.Check(property.Value, ref run, null);
            run.Ascend();
            if (!holds && run.StopsAtFailure)
                return false;
        }

        seen?.AddAll();
        return holds;
    }
}
