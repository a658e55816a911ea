using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;
using Harombe.Core.Schemas.Numbers;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>minimum</c>, <c>maximum</c> and their exclusive forms, compared exactly.</summary>
internal sealed class BoundKeyword : Keyword
{
    private readonly ExactNumber _bound;
    private readonly long? _smallBound;
    private readonly int _side; // the sign that "instance compared with bound" must not have
    private readonly bool _exclusive;
    private readonly string _expectation;

    private BoundKeyword(string pointer, JsonElement bound, int side, bool exclusive, string words)
        : base(pointer)
    {
        _bound = ExactNumber.Read(bound);
        _smallBound = bound.TryGetInt64(out var small) ? small : null;
        _side = side;
        _exclusive = exclusive;
        _expectation = $"must be {words} {bound.GetRawText()}";
    }

    public static void Add(SchemaSite site, List<Keyword> into)
    {
        AddOne("minimum", -1, false, "at least");
        AddOne("maximum", 1, false, "at most");
        AddOne("exclusiveMinimum", -1, true, "greater than");
        AddOne("exclusiveMaximum", 1, true, "less than");

        void AddOne(string name, int side, bool exclusive, string words)
        {
            if (site.Has(name, out var bound))
                into.Add(new BoundKeyword(site.PointerTo(name), site.Ordinary(name, bound), side, exclusive, words));
        }
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Number)
            return true;
        var order = _smallBound is { } small && instance.TryGetInt64(out var value)
            ? value.CompareTo(small)
            : ExactNumber.Read(instance).CompareTo(_bound);
        return (order == 0 ? !_exclusive : Math.Sign(order) != _side) || run.Fail(Pointer, _expectation);
    }
}
