using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;
using Harombe.Core.Schemas.Patterns;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>pattern</c>: found anywhere in the string unless the pattern anchors itself.</summary>
internal sealed class PatternKeyword(string pointer, EcmaPattern pattern) : Keyword(pointer)
{
    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (site.Has("pattern", out var text) && site.Pattern("pattern", site.PointerTo("pattern"), text.GetString() ?? "") is { } pattern)
            into.Add(new PatternKeyword(site.PointerTo("pattern"), pattern));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.String || pattern.IsMatch(instance.GetString() ?? "", ref run))
            return true;
        return run.Violations is not null && run.Fail(Pointer, $"must match the pattern {pattern.Source}");
    }
}
