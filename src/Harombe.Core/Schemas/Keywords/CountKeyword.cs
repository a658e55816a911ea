using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary>The six limits of how much: characters of a string, items of an array, properties of an object.</summary>
internal sealed class CountKeyword : Keyword
{
    private readonly JsonValueKind _kind;
    private readonly bool _isMinimum;
    private readonly long _bound;
    private readonly string _unit;

    private CountKeyword(string pointer, JsonValueKind kind, bool isMinimum, long bound, string unit)
        : base(pointer)
    {
        _kind = kind;
        _isMinimum = isMinimum;
        _bound = bound;
        _unit = unit;
    }

    public static void Add(SchemaSite site, List<Keyword> into)
    {
        AddPair("minLength", "maxLength", JsonValueKind.String, "character");
        AddPair("minItems", "maxItems", JsonValueKind.Array, "item");
        AddPair("minProperties", "maxProperties", JsonValueKind.Object, "property");

        void AddPair(string minimum, string maximum, JsonValueKind kind, string unit)
        {
            if (site.HasCount(minimum, out var least))
                into.Add(new CountKeyword(site.PointerTo(minimum), kind, true, least, unit));
            if (site.HasCount(maximum, out var most))
                into.Add(new CountKeyword(site.PointerTo(maximum), kind, false, most, unit));
        }
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        if (instance.ValueKind != _kind)
            return true;
        var count = _kind switch
        {
            JsonValueKind.String => TextLength.CodePoints(instance),
            JsonValueKind.Array => instance.GetArrayLength(),
            _ => instance.GetPropertyCount(),
        };
        if (_isMinimum ? count >= _bound : count <= _bound)
            return true;
        return run.Violations is not null && run.Fail(Pointer, $"must have at {(_isMinimum ? "least" : "most")} {_bound} {Unit()}, has {count}");
    }

    private string Unit() => _bound == 1 ? _unit : _unit == "property" ? "properties" : _unit + "s";
}
