using System.Globalization;

namespace Harombe.Host.Configuration.Values;

/// <summary>An amount of bytes with its unit: <c>4 MiB</c>. <c>MB</c> is refused: it means a million to some and 1,048,576 to others.</summary>
internal sealed class SizeKind(long least, long most) : ValueKind
{
    private static readonly (string Unit, long Size)[] Units = [("B", 1), ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30)];

    public override string Name => "size";

    public override string Range => $"{Show(least)} to {Show(most)}";

    public override Reading Read(Written written)
    {
        var (number, unit) = UnitNumber.Split(written.Text);
        if (number is null)
            return Reading.Wrong($"must be a size, but is {Shown.Value(written.Text)}", $"Write a whole number and a unit of B, KiB, MiB or GiB, as in {Show(least)}");
        if (unit.Length == 0)
            return Reading.Wrong($"has no unit with {Shown.Value(written.Text)}", $"Write {number} B for bytes, or use KiB, MiB or GiB");
        if (unit.ToUpperInvariant() is "KB" or "MB" or "GB" or "K" or "M" or "G")
            return Reading.Wrong($"has an ambiguous unit with {Shown.Value(written.Text)}", $"Write {number} {char.ToUpperInvariant(unit[0])}iB");
        var size = Units.FirstOrDefault(known => known.Unit == unit).Size;
        if (size == 0) return Reading.Wrong($"has an unknown unit with {Shown.Value(written.Text)}", "Use B, KiB, MiB or GiB, in this spelling");
        return number <= most / size && number * size >= least
            ? Reading.Of(number.Value * size)
            : Reading.Outside($"is out of range with {Shown.Value(written.Text)}", $"Choose a size from {Range}");
    }

    public override string Show(object value)
    {
        var (number, unit) = UnitNumber.Join((long)value, Units);
        return string.Create(CultureInfo.InvariantCulture, $"{number} {unit}");
    }
}
