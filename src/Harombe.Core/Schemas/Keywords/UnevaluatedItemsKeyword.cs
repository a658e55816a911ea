using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>unevaluatedItems</c>: a schema for what no other keyword of this schema, or of one applied in place, has looked at.</summary>
internal sealed class UnevaluatedItemsKeyword(string pointer, SchemaNode schema) : Keyword(pointer)
{
    public override bool ReadsEvaluated => true;

    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (site.One("unevaluatedItems") is { } schema)
            into.Add(new UnevaluatedItemsKeyword(site.PointerTo("unevaluatedItems"), schema));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Array)
            return true;
        var (index, holds) = (0, true);
        foreach (var item in instance.EnumerateArray())
        {
            var known = seen?.Has(index) ?? false;
            if (!known)
            {
                run.Descend(index);
                holds &= schema.Check(item, ref run, null);
                run.Ascend();
            }

            index++;
            if (!holds && run.StopsAtFailure)
                return false;
        }

        seen?.AddAll();
        return holds;
    }
}
