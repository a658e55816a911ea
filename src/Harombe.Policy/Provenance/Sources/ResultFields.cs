using System.Collections.Frozen;
using System.Text.Json;
using Harombe.Policy.Provenance.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Harombe.Policy.Provenance.Sources;

/// <summary>
/// Takes a result apart into records and fields. JSON and YAML (which most printed dictionaries are, too) have structure; everything else is one running
/// text. Structure counts only where the tool reads a store: a page that looks like a record is still a page.
/// </summary>
internal sealed class ResultFields
{
    private const int MaxStructured = 512 * 1024;
    private const int MaxDepth = 48;
    private const int MaxFields = 50_000;

    // Keys of fields that people fill with whatever they like.
    private static readonly FrozenSet<string> FreeKeys = new[]
    {
        "body", "content", "text", "description", "message", "subject", "title", "note", "comment", "review", "summary", "snippet", "detail", "reason", "memo",
        "caption", "bio", "about", "reply", "post", "remark", "purpose", "reference", "excerpt", "preview", "abstract", "readme", "diff", "log", "output", "stdout", "stderr", "name", "filename",
    }.Select(Words.Stem).ToFrozenSet(StringComparer.Ordinal);

    private readonly Source source;
    private readonly List<Field> fields = [];
    private readonly Stack<(Record Record, bool List, string Key)> open = new();
    private string key = "";
    private bool named;

    private ResultFields(Source source) => this.source = source;

    public static IReadOnlyList<Field> Of(Source source, string text)
    {
        if (!source.IsOutside && text.Length <= MaxStructured && LooksStructured(text) && !IsTitledList(text))
        {
            var reading = new ResultFields(source);
            if ((reading.TryJson(text) || reading.TryYaml(text)) && reading.fields.Count > 0)
            {
                return reading.fields;
            }
        }

        return text.Length == 0 ? [] : !source.IsOutside && Lines(source, text) is { } lines ? lines : [One(source, text)];
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

    // "Hotels: A", then B and C on lines of their own: YAML would take them for one long value.
    private static bool IsTitledList(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length >= 2 && lines[0].Contains(": ", StringComparison.Ordinal) && lines.Skip(1).All(line => char.IsLetterOrDigit(line[0]) && !line.Contains(": ", StringComparison.Ordinal));
    }

    private static bool LooksStructured(string text)
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
            if (depth > MaxDepth || dashes > MaxDepth)
            {
                return false;
            }
        }

        var line = start[..(start.IndexOf('\n') is >= 0 and var end ? end : start.Length)];
        return start[0] is '{' or '[' || start.StartsWith("- ") || (line.IndexOf(':') is > 0 and < 64 and var colon && (colon + 1 == line.Length || line[colon + 1] == ' '));
    }

    private bool TryJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            Visit(document.RootElement);
            return true;
        }
        catch (JsonException)
        {
            Forget();
            return false;
        }
    }

    private void Visit(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Open(list: false);
                foreach (var property in value.EnumerateObject())
                {
                    Name(property.Name);
                    Visit(property.Value);
                }

                open.Pop();
                break;
            case JsonValueKind.Array:
                Open(list: true);
                foreach (var item in value.EnumerateArray())
                {
                    Visit(item);
                }

                open.Pop();
                break;
            default:
                Scalar(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()); // not null: it is a string
                break;
        }
    }

    private bool TryYaml(string text)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            var documents = 0;
            while (parser.MoveNext() && fields.Count < MaxFields)
            {
                switch (parser.Current)
                {
                    case DocumentStart when ++documents > 1:
                    case AnchorAlias:
                        Forget();
                        return false;
                    case MappingStart:
                        Open(list: false);
                        break;
                    case SequenceStart:
                        Open(list: true);
                        break;
                    case MappingEnd or SequenceEnd:
                        open.Pop();
                        named = false;
                        break;
                    case Scalar scalar when open.Count == 0:
                        Forget();
                        return false;
                    case Scalar scalar when !open.Peek().List && !named:
                        Name(scalar.Value);
                        break;
                    case Scalar scalar:
                        Scalar(scalar.Value);
                        break;
                }
            }

            return open.Count == 0;
        }
        catch (YamlException)
        {
            Forget();
            return false;
        }
    }

    private void Forget()
    {
        fields.Clear();
        open.Clear();
        named = false;
    }

    private void Name(string name)
    {
        key = name;
        named = true;
    }

    private void Open(bool list)
    {
        var parent = open.Count > 0 ? open.Peek().Record : null;
        var above = named ? key : open.Count > 0 ? open.Peek().Key : "";
        var record = list && parent is not null ? parent : new Record(parent);
        open.Push((record, list, above));
        if (!list && named && (char.IsAsciiLetterUpper(above.FirstOrDefault()) || above.Contains(' ', StringComparison.Ordinal)))
        {
            // {"Grand Hotel": {"price": 90}}: here the key is the name of a thing.
            Add(record, "", above);
        }

        named = false;
    }

    private void Scalar(string value)
    {
        var (record, list, above) = open.Count > 0 ? open.Peek() : (new Record(null), true, "");
        if (list && above.Length == 0)
        {
            record = new Record(null);
        }

        Add(record, list ? above : key, value);
        if (!list && (key.Contains(' ', StringComparison.Ordinal) || key.Contains('@', StringComparison.Ordinal)))
        {
            Add(record, "", key);
        }

        named = false;
    }

    private void Add(Record record, string name, string value)
    {
        if (value.Length == 0)
        {
            return;
        }

        var field = new Field(source, record, name, NatureOf(name, value), value);
        record.Add(field);
        fields.Add(field);
    }

    private static FieldNature NatureOf(string name, string value)
    {
        var words = Words.Of(value).Count;
        var free = Words.Of(Spaced(name)).Exists(span => FreeKeys.Contains(Words.Stem(Spaced(name).Substring(span.Start, span.Length))));
        if (free)
        {
            return words <= 10 && Entities.Whole(Fold.Seen(value)).Kind == EntityKind.None ? FieldNature.Short : FieldNature.Text;
        }

        return words <= 6 || Entities.Whole(Fold.Seen(value)).Kind != EntityKind.None ? FieldNature.Value
            : words <= 12 ? FieldNature.Short : FieldNature.Text;
    }

    private static string Spaced(string name) => name.Replace('_', ' ').ToLowerInvariant();
}
