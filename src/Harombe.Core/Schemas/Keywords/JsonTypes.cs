using System.Text.Json;
using Harombe.Core.Schemas.Numbers;

namespace Harombe.Core.Schemas.Keywords;

/// <summary>The type names of the specification.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
}

/// <summary>Between values, type names and words.</summary>
internal static class JsonTypeNames
{
    public static JsonTypes Parse(string name) => name switch
    {
        "null" => JsonTypes.Null,
        "boolean" => JsonTypes.Boolean,
        "integer" => JsonTypes.Integer,
        "number" => JsonTypes.Number,
        "string" => JsonTypes.String,
        "array" => JsonTypes.Array,
        "object" => JsonTypes.Object,
        _ => JsonTypes.None,
    };

    /// <summary>Looks at a number's digits only when an integer is asked for.</summary>
    public static JsonTypes Of(JsonElement value, JsonTypes asked) => value.ValueKind switch
    {
        JsonValueKind.Null => JsonTypes.Null,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.String => JsonTypes.String,
        JsonValueKind.Array => JsonTypes.Array,
        JsonValueKind.Object => JsonTypes.Object,
        JsonValueKind.Number when (asked & JsonTypes.Integer) != 0 && IsInteger(value) => JsonTypes.Number | JsonTypes.Integer,
        JsonValueKind.Number => JsonTypes.Number,
        _ => JsonTypes.None,
    };

    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.String => "string",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        JsonValueKind.Number => "number",
        _ => "nothing",
    };

    public static string WithArticle(string name) => name switch
    {
        "null" => name,
        "integer" or "array" or "object" => "an " + name,
        _ => "a " + name,
    };

    private static bool IsInteger(JsonElement number) => number.TryGetInt64(out _) || ExactNumber.Read(number).IsInteger;
}
