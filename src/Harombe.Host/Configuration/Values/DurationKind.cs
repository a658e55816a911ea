using System.Globalization;

namespace Harombe.Host.Configuration.Values;

/// <summary>A length of time with its unit: <c>90s</c>, <c>24h</c>. A number alone is refused; seconds and milliseconds were confused too often.</summary>
internal sealed class DurationKind(TimeSpan least, TimeSpan most) : ValueKind
{
    private static readonly (string Unit, long Size)[] Units = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    public override string Name => "duration";

    public override string Range => $"{Show(least)} to {Show(most)}";

    public override Reading Read(Written written)
    {
        var (number, unit) = UnitNumber.Split(written.Text);
        if (number is null)
            return Reading.Wrong($"must be a duration, but is {Shown.Value(written.Text)}", $"Write a whole number and a unit of ms, s, m, h or d, as in {Show(least)}");
        if (unit.Length == 0)
            return Reading.Wrong($"has no unit with {Shown.Value(written.Text)}", $"Write {number}s for seconds, or use ms, m, h or d");
        var size = Units.FirstOrDefault(known => known.Unit == unit).Size;
        if (size == 0) return Reading.Wrong($"has an unknown unit with {Shown.Value(written.Text)}", "Use ms, s, m, h or d");
        return number <= (long)most.TotalMilliseconds / size && number * size >= (long)least.TotalMilliseconds
            ? Reading.Of(TimeSpan.FromMilliseconds(number.Value * size))
            : Reading.Outside($"is out of range with {Shown.Value(written.Text)}", $"Choose a duration from {Range}");
    }

    public override string Show(object value)
    {
        var (number, unit) = UnitNumber.Join((long)((TimeSpan)value).TotalMilliseconds, Units);
        return string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");
    }
}
