using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;
using Harombe.Core.Schemas.Patterns;

namespace Harombe.Core.Schemas.Keywords;

/// <summary>
/// <c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c>, which speaks of what the other two leave. One pass over
/// the object.
/// </summary>
internal sealed class PropertiesKeyword(string pointer, NameTable known, (EcmaPattern Name, SchemaNode Schema)[] patterns, SchemaNode? additional)
    : Keyword(pointer)
{
    public static void Add(SchemaSite site, List<Keyword> into)
    {
        var known = site.Map("properties");
        var patterns = new List<(EcmaPattern, SchemaNode)>();
        foreach (var (name, schema) in site.Map("patternProperties"))
        {
            if (site.Pattern("patternProperties", JsonPointer.Append(site.PointerTo("patternProperties"), name), name) is { } pattern)
                patterns.Add((pattern, schema));
        }

        var additional = site.One("additionalProperties");
        if (known.Count > 0 || patterns.Count > 0 || additional is not null)
            into.Add(new PropertiesKeyword(site.PointerTo("properties"), new NameTable(known), [.. patterns], additional));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;
        var (position, holds) = (0, true);
        foreach (var property in instance.EnumerateObject())
        {
            if (!run.Spend(1))
                return false;
            run.Descend(property);
            holds &= CheckProperty(property, ref run, out var evaluated);
            run.Ascend();
            if (evaluated)
                seen?.Add(position);
            position++;
            if (!holds && run.StopsAtFailure)
                return false;
        }

        return holds;
    }

    private bool CheckProperty(JsonProperty property, ref Run run, out bool evaluated)
    {
        var holds = true;
        var schema = known.Find(property);
        evaluated = schema is not null;
        if (schema is not null)
            holds = schema.Check(property.Value, ref run, null);
        if (patterns.Length > 0)
            holds &= CheckPatterns(property, ref run, ref evaluated);
        if (evaluated || additional is null)
            return holds;
        evaluated = true;
        return additional.Check(property.Value, ref run, null) && holds;
    }

    private bool CheckPatterns(JsonProperty property, ref Run run, ref bool evaluated)
    {
        var holds = true;
        foreach (var (name, schema) in patterns)
        {
            if (!name.IsMatch(property.Name, ref run))
                continue;
            evaluated = true;
            holds &= schema.Check(property.Value, ref run, null);
        }

        return holds;
    }
}
