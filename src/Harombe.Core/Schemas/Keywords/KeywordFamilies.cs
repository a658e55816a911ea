using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary>Every keyword that asserts or applies, cheap ones first. A new keyword is one file and one line here.</summary>
internal static class KeywordFamilies
{
    private static readonly Action<SchemaSite, List<Keyword>>[] All =
    [
        TypeKeyword.Add,
        ChoiceKeyword.Add,
        BoundKeyword.Add,
        MultipleOfKeyword.Add,
        CountKeyword.Add,
        RequiredKeyword.Add,
        PatternKeyword.Add,
        PropertiesKeyword.Add,
        PropertyNamesKeyword.Add,
        ItemsKeyword.Add,
        ContainsKeyword.Add,
        UniqueItemsKeyword.Add,
        ReferenceKeyword.Add,
        DynamicReferenceKeyword.Add,
        AllOfKeyword.Add,
        AlternativesKeyword.Add,
        NotKeyword.Add,
        ConditionKeyword.Add,
        DependentSchemasKeyword.Add,
        UnevaluatedItemsKeyword.Add,
        UnevaluatedPropertiesKeyword.Add,
    ];

    public static List<Keyword> Of(SchemaSite site)
    {
        var keywords = new List<Keyword>();
        foreach (var add in All)
            add(site, keywords);
        return keywords;
    }
}
