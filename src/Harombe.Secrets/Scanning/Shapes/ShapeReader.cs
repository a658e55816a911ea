using System.Globalization;

namespace Harombe.Secrets.Scanning.Shapes;

/// <summary>Reads the text form of a shape.</summary>
internal static class ShapeReader
{
    private const string Uuid = "{Hex:8}-{Hex:4}-{Hex:4}-{Hex:4}-{Hex:12}";

    /// <exception cref="ArgumentException">The pattern is not one; shapes stand in the source, so this is a bug.</exception>
    public static ShapePart[] Read(string pattern)
    {
        var parts = new List<ShapePart>();
        var rest = pattern.Replace("{uuid}", Uuid, StringComparison.Ordinal);
        while (rest.Length > 0)
        {
            var open = rest.IndexOf('{', StringComparison.Ordinal);
            if (open != 0)
            {
                var literal = open < 0 ? rest : rest[..open];
                parts.Add(new ShapePart(literal, null, 0, 0));
                rest = rest[literal.Length..];
                continue;
            }

            var close = rest.IndexOf('}', StringComparison.Ordinal);
            if (close < 0 || rest[1..close].Split(':') is not [var name, var length])
            {
                throw new ArgumentException($"'{pattern}' has a run without alphabet and length.", nameof(pattern));
            }

            var (least, most) = Length(length);
            parts.Add(new ShapePart("", Alphabets.Named(name), least, most));
            rest = rest[(close + 1)..];
        }

        return [.. parts];
    }

    private static (int Least, int Most) Length(string text)
    {
        if (text.EndsWith('+'))
        {
            return (Number(text[..^1]), Shape.Longest);
        }

        return text.Split('-') is [var least, var most] ? (Number(least), Number(most)) : (Number(text), Number(text));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
