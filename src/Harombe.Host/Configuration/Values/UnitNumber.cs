using System.Globalization;

namespace Harombe.Host.Configuration.Values;

/// <summary>A whole number and a unit: <c>30s</c>, <c>4 MiB</c>.</summary>
internal static class UnitNumber
{
    private const int MostDigits = 15;

    /// <summary>Splits the text; the number is null when there are no digits, a leading zero, or more digits than any unit here needs.</summary>
    public static (long? Number, string Unit) Split(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var unit = text[digits..].Trim(' ');
        return digits is 0 or > MostDigits || (digits > 1 && text[0] == '0') ? (null, unit) : (long.Parse(text[..digits], CultureInfo.InvariantCulture), unit);
    }

    /// <summary>The largest unit that leaves a whole number.</summary>
    public static (long Number, string Unit) Join(long amount, IReadOnlyList<(string Unit, long Size)> units)
    {
        var (unit, size) = units.Last(candidate => amount % candidate.Size == 0 && (amount != 0 || candidate.Size == 1));
        return (amount / size, unit);
    }
}
