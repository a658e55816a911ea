using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>if</c>, <c>then</c>, <c>else</c>. Without an <c>if</c> the other two say nothing.</summary>
internal sealed class ConditionKeyword(string pointer, SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : Keyword(pointer)
{
    public override IEnumerable<SchemaNode> InPlace => new[] { condition, then, otherwise }.OfType<SchemaNode>();

    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (site.One("if") is { } condition)
            into.Add(new ConditionKeyword(site.PointerTo("if"), condition, site.One("then"), site.One("else")));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        var notes = seen is null ? null : new Evaluated();
        var met = run.Try(condition, instance, notes);
        if (met)
            seen?.Add(notes);
        var consequence = met ? then : otherwise;
        return consequence is null || consequence.Check(instance, ref run, seen);
    }
}
