using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>propertyNames</c>: every name, as a string, against a schema.</summary>
internal sealed class PropertyNamesKeyword(string pointer, SchemaNode schema) : Keyword(pointer)
{
    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (site.One("propertyNames") is { } schema)
            into.Add(new PropertyNamesKeyword(site.PointerTo("propertyNames"), schema));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;
        var holds = true;
        foreach (var property in instance.EnumerateObject())
        {
            var name = JsonSerializer.SerializeToElement(property.Name, SchemaJson.Default.String);
            if (run.Try(schema, name, null))
                continue;
            run.Descend(property);
            holds = run.Fail(Pointer, "has a name that is not allowed");
            run.Ascend();
            if (run.StopsAtFailure)
                break;
        }

        return holds;
    }
}
