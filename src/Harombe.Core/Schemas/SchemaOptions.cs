using System.Text.Json;

namespace Harombe.Core.Schemas;

/// <summary>What to do with a keyword that neither the dialect nor Harombe knows.</summary>
public enum UnknownKeywords
{
    /// <summary>Reject the schema: the author expects a check that nobody would make.</summary>
    Reject,

    /// <summary>Take it as an annotation, as the specification says. For schemas that are not a guard.</summary>
    Annotate,
}

/// <summary>Choices of one compilation. Nothing here makes the compiler read a file or a network.</summary>
public sealed record SchemaOptions
{
    /// <summary>Bounds of compiling and validating.</summary>
    public SchemaLimits Limits { get; init; } = new();

    /// <summary>What an unknown keyword means; rejected unless chosen otherwise.</summary>
    public UnknownKeywords UnknownKeywords { get; init; } = UnknownKeywords.Reject;

    /// <summary>
    /// The only documents, by absolute URI, that a <c>$ref</c> or <c>$schema</c> may name beside the schema itself and the 2020-12 metaschema.
    /// </summary>
    public IReadOnlyDictionary<Uri, JsonElement> Documents { get; init; } = new Dictionary<Uri, JsonElement>();
}
