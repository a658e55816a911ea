using System.Collections.Frozen;
using System.Text.Json;

namespace Harombe.Core.Schemas.Compilation;

/// <summary>The keywords that a schema resource speaks, named by its <c>$schema</c>.</summary>
internal sealed class Dialect
{
    public const string Uri2020 = "https://json-schema.org/draft/2020-12/schema";

    private readonly FrozenDictionary<string, SubschemaShape> _keywords;

    private Dialect(IEnumerable<Vocabulary> vocabularies, bool refHidesSiblings)
    {
        _keywords = vocabularies.SelectMany(vocabulary => vocabulary.Keywords).ToFrozenDictionary(StringComparer.Ordinal);
        RefHidesSiblings = refHidesSiblings;
    }

    /// <summary>Draft 2020-12, the dialect of a schema that names none.</summary>
    public static Dialect Standard { get; } = new(Vocabulary.All, refHidesSiblings: false);

    /// <summary>
    /// Drafts 6 and 7, as far as their keywords mean the same today; most tools of MCP servers still declare them. Their array-form <c>items</c>,
    /// <c>additionalItems</c> and <c>dependencies</c> are unknown here and reject the schema.
    /// </summary>
    public static Dialect Draft7 { get; } = new(Vocabulary.All, refHidesSiblings: true);

    /// <summary>In the old drafts a <c>$ref</c> silences its siblings. Enforcing or ignoring them would both surprise somebody.</summary>
    public bool RefHidesSiblings { get; }

    public static Dialect? Named(string uri) => uri.TrimEnd('#') switch
    {
        Uri2020 or "https://json-schema.org/draft/2019-09/schema" => Standard,
        "http://json-schema.org/draft-07/schema" or "http://json-schema.org/draft-06/schema" => Draft7,
        _ => null,
    };

    /// <summary>A dialect that a metaschema defines by its <c>$vocabulary</c>; null when it requires one that we don't know.</summary>
    public static Dialect? FromMetaschema(JsonElement metaschema, out string? unknownVocabulary)
    {
        unknownVocabulary = null;
        if (metaschema.ValueKind != JsonValueKind.Object || !metaschema.TryGetProperty("$vocabulary", out var vocabularies)
            || vocabularies.ValueKind != JsonValueKind.Object)
            return Standard;
        var known = new List<Vocabulary> { Vocabulary.Core };
        foreach (var entry in vocabularies.EnumerateObject())
        {
            if (Vocabulary.All.FirstOrDefault(vocabulary => vocabulary.Uri == entry.Name) is { } vocabulary)
                known.Add(vocabulary);
            else if (entry.Value.ValueKind != JsonValueKind.False)
                unknownVocabulary = entry.Name;
        }

        return unknownVocabulary is null ? new Dialect(known.Distinct(), refHidesSiblings: false) : null;
    }

    public bool Knows(string keyword, out SubschemaShape shape) => _keywords.TryGetValue(keyword, out shape);

    /// <summary>Whether leaving the keyword out could change a verdict.</summary>
    public static bool Asserts(string keyword) =>
        Vocabulary.Applicator.Keywords.ContainsKey(keyword)
        || Vocabulary.Validation.Keywords.ContainsKey(keyword)
        || Vocabulary.Unevaluated.Keywords.ContainsKey(keyword);
}
