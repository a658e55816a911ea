using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;
using Harombe.Core.Schemas.Numbers;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>multipleOf</c> in exact decimal arithmetic: 0.3 is a multiple of 0.1, and 1e308 is divided without overflow.</summary>
internal sealed class MultipleOfKeyword : Keyword
{
    private readonly ExactNumber _divisor;
    private readonly long? _smallDivisor;
    private readonly string _expectation;

    private MultipleOfKeyword(string pointer, JsonElement divisor)
        : base(pointer)
    {
        _divisor = ExactNumber.Read(divisor);
        _smallDivisor = divisor.TryGetInt64(out var small) ? small : null;
        _expectation = $"must be a multiple of {divisor.GetRawText()}";
    }

    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (!site.Has("multipleOf", out var divisor))
            return;
        var number = site.Ordinary("multipleOf", divisor);
        if (ExactNumber.Read(number).DigitCount > site.Limits.MaxDividedDigits)
            site.Reject("multipleOf", $"divides by a number of more than {site.Limits.MaxDividedDigits} digits");
        else
            into.Add(new MultipleOfKeyword(site.PointerTo("multipleOf"), number));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Number)
            return true;
        if (_smallDivisor is { } small && instance.TryGetInt64(out var value))
            return value % small == 0 || run.Fail(Pointer, _expectation);
        var number = ExactNumber.Read(instance);
        if (number.DigitCount > run.Limits.MaxDividedDigits)
        {
            run.GiveUp($"has more than {run.Limits.MaxDividedDigits} digits, too many to divide exactly");
            return false;
        }

        return run.Spend(1 + (number.DigitCount / 8)) && (number.IsMultipleOf(_divisor) || run.Fail(Pointer, _expectation));
    }
}
