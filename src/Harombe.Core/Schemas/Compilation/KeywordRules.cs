using System.Text.Json;

namespace Harombe.Core.Schemas.Compilation;

/// <summary>What a schema may say: a known dialect, and no keyword that would be ignored though it looks like a check.</summary>
internal static class KeywordRules
{
    private const string ExtensionPrefix = "x-";
    private const string RefRemedy = "Move it into an allOf, or declare draft 2020-12.";

    public static void Check(SchemaLocation location, UnknownKeywords unknown, FirstRejection rejection)
    {
        var dialect = location.Resource.Dialect;
        var hasReference = location.Element.TryGetProperty("$ref", out _);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in location.Element.EnumerateObject())
        {
            var pointer = location.Shown(JsonPointer.Append(location.Pointer, property.Name));
            // Two readers of a repeated keyword may each believe another one.
            if (!names.Add(property.Name))
                rejection.Reject($"'{property.Name}' is repeated.", pointer);
            else if (dialect.Knows(property.Name, out _))
            {
                if (hasReference && dialect.RefHidesSiblings && Dialect.Asserts(property.Name))
                    rejection.Reject($"'{property.Name}' beside a $ref is ignored by the draft that $schema names. {RefRemedy}", pointer);
            }
            else if (unknown == UnknownKeywords.Reject && !property.Name.StartsWith(ExtensionPrefix, StringComparison.Ordinal))
                rejection.Reject($"'{property.Name}' is not a keyword that can be checked.{Remedy(property.Name)}", pointer);
        }
    }

    /// <summary>The dialect of a resource: what its <c>$schema</c> names, else that of the resource around it. Null after a rejection.</summary>
    public static Dialect? DialectOf(JsonElement schema, SchemaResource? parent, SchemaOptions options, FirstRejection rejection, string pointer)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("$schema", out var value))
            return parent?.Dialect ?? Dialect.Standard;
        var name = value.GetString() ?? "";
        if (Dialect.Named(name) is { } known)
            return known;
        if (!Uri.TryCreate(name, UriKind.Absolute, out var uri) || !SuppliedDocuments.TryFind(options, uri, out var metaschema))
        {
            rejection.Reject($"The dialect '{name}' is not known. Declare '{Dialect.Uri2020}' or no $schema at all.", pointer);
            return null;
        }

        var dialect = Dialect.FromMetaschema(metaschema, out var missing);
        if (dialect is null)
            rejection.Reject($"The dialect '{name}' requires the vocabulary '{missing}', which can't be checked.", pointer);
        return dialect;
    }

    private static string Remedy(string keyword) => keyword switch
    {
        "dependencies" => " Write dependentRequired or dependentSchemas.",
        "additionalItems" => " Write prefixItems and items.",
        "$recursiveRef" or "$recursiveAnchor" => " Write $dynamicRef and $dynamicAnchor.",
        "id" => " Write $id.",
        "nullable" => " Write a type that includes null.",
        _ => " An annotation of your own starts with 'x-'.",
    };
}
