using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>prefixItems</c> and <c>items</c>, which takes over where the prefix ends.</summary>
internal sealed class ItemsKeyword(string pointer, SchemaNode[] prefix, SchemaNode? rest) : Keyword(pointer)
{
    public static void Add(SchemaSite site, List<Keyword> into)
    {
        var prefix = site.Many("prefixItems");
        var rest = site.One("items");
        if (prefix.Length > 0 || rest is not null)
            into.Add(new ItemsKeyword(site.PointerTo(rest is null ? "prefixItems" : "items"), prefix, rest));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Array)
            return true;
        var (index, holds) = (0, true);
        foreach (var item in instance.EnumerateArray())
        {
            var schema = index < prefix.Length ? prefix[index] : rest;
            if (schema is null)
                break;
            run.Descend(index);
            holds &= schema.Check(item, ref run, null);
            run.Ascend();
            seen?.Add(index);
            index++;
            if (!holds && run.StopsAtFailure)
                return false;
        }

        return holds;
    }
}
