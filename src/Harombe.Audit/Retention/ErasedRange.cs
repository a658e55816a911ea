using System.Globalization;

namespace Harombe.Audit.Retention;

/// <summary>Entries whose bodies go, from the first to the last; written <c>first-last</c>.</summary>
internal readonly record struct ErasedRange(long First, long Last)
{
    public bool Holds(long sequence) => sequence >= First && sequence <= Last;

    /// <exception cref="FormatException">It is no range.</exception>
    public static ErasedRange Parse(string? text)
    {
        var parts = text?.Split('-') ?? [];
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && first <= last
                ? new ErasedRange(first, last)
                : throw new FormatException("A range of entries is written first-last.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
