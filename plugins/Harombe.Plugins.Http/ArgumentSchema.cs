using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Harombe.Plugins.Http;

/// <summary>A schema of a document as one of JSON Schema 2020-12 that stands by itself, with the keywords that arguments are checked by and no others.</summary>
internal static class ArgumentSchema
{
    private static readonly HashSet<string> Checked = new(StringComparer.Ordinal)
    {
        "type", "enum", "const", "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "uniqueItems", "minLength", "maxLength", "pattern",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "oneOf", "anyOf", "allOf", "not", "minProperties", "maxProperties", "description", "title", "default",
    };

    /// <summary>The schema; one that takes anything when there is none.</summary>
    public static JsonObject Of(IOpenApiSchema? schema)
    {
        if (schema is null)
        {
            return [];
        }

        var text = new StringWriter();
        schema.SerializeAsV31(new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { InlineLocalReferences = true, Terse = true }));
        return JsonNode.Parse(text.ToString()) is JsonObject written ? Clean(written) : [];
    }

    private static JsonObject Clean(JsonObject schema)
    {
        var clean = new JsonObject();
        foreach (var (keyword, value) in schema)
        {
            // What refers to itself is inlined once and then takes anything: the API itself checks what is deeper.
            if (!Checked.Contains(keyword))
            {
                continue;
            }

            clean[keyword] = (keyword, value) switch
            {
                ("properties", JsonObject properties) => new JsonObject(properties.Select(property => KeyValuePair.Create(property.Key, (JsonNode?)Cleaned(property.Value)))),
                ("items" or "not" or "additionalProperties", JsonObject inner) => Clean(inner),
                ("oneOf" or "anyOf" or "allOf", JsonArray all) => new JsonArray([.. all.Select(Cleaned)]),
                _ => value?.DeepClone(),
            };
        }

        return clean;
    }

    private static JsonNode? Cleaned(JsonNode? node) => node is JsonObject schema ? Clean(schema) : node?.DeepClone();
}
