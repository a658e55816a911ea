using System.Collections.Frozen;

namespace Harombe.Core.Schemas.Compilation;

/// <summary>A named set of keywords; what a dialect is made of.</summary>
internal sealed class Vocabulary(string name, params (string Keyword, SubschemaShape Shape)[] keywords)
{
    public const string UriPrefix = "https://json-schema.org/draft/2020-12/vocab/";

    public static readonly Vocabulary Core = new(
        "core", Plain("$schema"), Plain("$id"), Plain("$ref"), Plain("$anchor"), Plain("$dynamicRef"), Plain("$dynamicAnchor"),
        Plain("$vocabulary"), Plain("$comment"),
        // "definitions" is $defs under its name of before 2019: it asserts nothing and much of the world still writes it.
        ("$defs", SubschemaShape.Map), ("definitions", SubschemaShape.Map));

    public static readonly Vocabulary Applicator = new(
        "applicator", ("prefixItems", SubschemaShape.Many), ("items", SubschemaShape.One), ("contains", SubschemaShape.One),
        ("additionalProperties", SubschemaShape.One), ("properties", SubschemaShape.Map), ("patternProperties", SubschemaShape.Map),
        ("dependentSchemas", SubschemaShape.Map), ("propertyNames", SubschemaShape.One), ("if", SubschemaShape.One), ("then", SubschemaShape.One),
        ("else", SubschemaShape.One), ("allOf", SubschemaShape.Many), ("anyOf", SubschemaShape.Many),
        ("oneOf", SubschemaShape.Many), ("not", SubschemaShape.One));

    public static readonly Vocabulary Unevaluated = new(
        "unevaluated", ("unevaluatedItems", SubschemaShape.One), ("unevaluatedProperties", SubschemaShape.One));

    public static readonly Vocabulary Validation = new(
        "validation", Plain("type"), Plain("const"), Plain("enum"), Plain("multipleOf"), Plain("maximum"), Plain("exclusiveMaximum"),
        Plain("minimum"), Plain("exclusiveMinimum"), Plain("maxLength"), Plain("minLength"), Plain("pattern"), Plain("maxItems"), Plain("minItems"),
        Plain("uniqueItems"), Plain("maxContains"), Plain("minContains"), Plain("maxProperties"), Plain("minProperties"), Plain("required"), Plain("dependentRequired"));

    public static readonly Vocabulary Annotations = new(
        "meta-data", Plain("title"), Plain("description"), Plain("default"), Plain("deprecated"), Plain("readOnly"), Plain("writeOnly"),
        Plain("examples"));

    public static readonly Vocabulary Format = new("format-annotation", Plain("format"));

    public static readonly Vocabulary Content = new(
        "content", Plain("contentEncoding"), Plain("contentMediaType"), ("contentSchema", SubschemaShape.One));

    /// <summary>Everything of 2020-12 except format-assertion, which nothing here would keep.</summary>
    public static readonly IReadOnlyList<Vocabulary> All = [Core, Applicator, Unevaluated, Validation, Annotations, Format, Content];

    public string Uri { get; } = UriPrefix + name;

    public FrozenDictionary<string, SubschemaShape> Keywords { get; } =
        keywords.ToFrozenDictionary(entry => entry.Keyword, entry => entry.Shape, StringComparer.Ordinal);

    private static (string, SubschemaShape) Plain(string keyword) => (keyword, SubschemaShape.None);
}
