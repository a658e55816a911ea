using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary>
/// <c>$dynamicRef</c> that lands on a <c>$dynamicAnchor</c>: the outermost resource on the way here that has the same anchor takes its place.
/// One that lands anywhere else is an ordinary <c>$ref</c>. Where it leads is known only at run time, so a loop ends at the evaluation depth.
/// </summary>
internal sealed class DynamicReferenceKeyword(string pointer, string anchor, SchemaNode lexical) : Keyword(pointer)
{
    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (!site.Has("$dynamicRef", out var value))
            return;
        var reference = value.GetString() ?? "";
        if (site.Resolve("$dynamicRef", reference) is not { } target)
            return;
        var anchor = reference[(reference.IndexOf('#', StringComparison.Ordinal) + 1)..];
        if (target.DynamicAnchor is not null && target.DynamicAnchor == anchor)
        {
            site.UsesDynamicScope();
            into.Add(new DynamicReferenceKeyword(site.PointerTo("$dynamicRef"), anchor, site.NodeAt(target)));
        }
        else
            into.Add(new ReferenceKeyword(site.PointerTo("$dynamicRef"), site.NodeAt(target)));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen) =>
        (DynamicScope.Find(run.Scope, anchor) ?? lexical).Check(instance, ref run, seen);
}
