using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>type</c>: a number without a fraction is an integer however it is written.</summary>
internal sealed class TypeKeyword : Keyword
{
    private readonly JsonTypes _allowed;
    private readonly string _expectation;

    private TypeKeyword(string pointer, IReadOnlyList<string> names)
        : base(pointer)
    {
        _allowed = names.Aggregate(JsonTypes.None, (types, name) => types | JsonTypeNames.Parse(name));
        _expectation = string.Join(" or ", names.Select(JsonTypeNames.WithArticle));
    }

    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (!site.Has("type", out var value))
            return;
        var names = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().AsEnumerable() : [value];
        into.Add(new TypeKeyword(site.PointerTo("type"), [.. names.Select(name => name.GetString() ?? "")]));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        if ((JsonTypeNames.Of(instance, _allowed) & _allowed) != 0)
            return true;
        // Guarded so that the deciding pass builds no sentence.
        return run.Violations is not null && run.Fail(Pointer, $"must be {_expectation}, got {JsonTypeNames.Describe(instance)}");
    }
}
