using Harombe.Policy.Provenance.Text;

namespace Harombe.Policy.Provenance.Sources;

/// <summary>Takes a result without structure apart: a plain list has a value on each line, everything else is one running text. Pure.</summary>
internal static class PlainFields
{
    private const int MaxStructured = 512 * 1024;
    private const int MaxFields = 50_000;

    public static IReadOnlyList<Field> Of(Source source, string text) =>
        text.Length == 0 ? [] : !source.IsOutside && Lines(source, text) is { } lines ? lines : [One(source, text)];

    /// <summary>Whether a text is worth reading as JSON or YAML; bounded, since reading recurses.</summary>
    public static bool HasStructure(string text, int deepest) => text.Length <= MaxStructured && LooksStructured(text, deepest) && !IsTitledList(text);

    // "Hotels: A", then B and C on lines of their own: YAML would take them for one long value.
    private static bool IsTitledList(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length >= 2 && lines[0].Contains(": ", StringComparison.Ordinal) && lines.Skip(1).All(line => char.IsLetterOrDigit(line[0]) && !line.Contains(": ", StringComparison.Ordinal));
    }

    private static bool LooksStructured(string text, int deepest)
    {
        var start = text.AsSpan().TrimStart();
        if (start.IsEmpty || start.StartsWith("---") || start.StartsWith("%"))
        {
            return false;
        }

        var depth = 0;
        var dashes = 0;
        foreach (var c in start)
        {
            depth += c is '[' or '{' ? 1 : c is ']' or '}' ? -1 : 0;
            dashes = c == '-' ? dashes + 1 : c is ' ' ? dashes : 0;
            if (depth > deepest || dashes > deepest)
            {
                return false;
            }
        }

        var line = start[..(start.IndexOf('\n') is >= 0 and var end ? end : start.Length)];
        return start[0] is '{' or '[' || start.StartsWith("- ") || (line.IndexOf(':') is > 0 and < 64 and var colon && (colon + 1 == line.Length || line[colon + 1] == ' '));
    }

    // A plain list, one thing a line, with or without a word before the first: each line is a value of its own. A long line among them is running text.
    private static List<Field>? Lines(Source source, string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length < 2 || lines.Length > MaxFields || lines.Count(line => PlaceOf(line) is not null || Words.Of(line).Count is > 0 and <= 8 && line[^1] is not ('.' or ',' or ';' or '!' or '?')) * 4 < lines.Length * 3)
        {
            return null;
        }

        return [.. lines.Select((line, at) =>
        {
            if (PlaceOf(line) is { } place)
            {
                // "src/a.go:12: text", as searches print it: the file is a value, the text tells which.
                var hit = new Record(null);
                foreach (var part in (Field[])[new(source, hit, "file", FieldNature.Value, line[..place]), new(source, hit, "", FieldNature.Text, line[place..])])
                {
                    hit.Add(part);
                }

                return hit.Fields;
            }

            var value = at == 0 && line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon ? line[(colon + 2)..] : line.TrimStart('-', '*', ' ');
            var record = new Record(null);
            var field = new Field(source, record, "", Words.Of(value).Count <= 8 ? FieldNature.Value : FieldNature.Text, value);
            record.Add(field);
            return record.Fields;
        }).SelectMany(fields => fields)];
    }

    private static int? PlaceOf(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var next = colon > 0 ? line.IndexOf(':', colon + 1) : -1;
        return next > colon + 1 && !line.AsSpan(0, colon).Contains(' ') && line.AsSpan(colon + 1, next - colon - 1).IndexOfAnyExceptInRange('0', '9') < 0 ? colon : null;
    }

    private static Field One(Source source, string text)
    {
        var record = new Record(null);
        var nature = source.IsOutside || Words.Of(text).Count > 6 ? FieldNature.Text : FieldNature.Value;
        var field = new Field(source, record, "", nature, text);
        record.Add(field);
        return field;
    }
}
