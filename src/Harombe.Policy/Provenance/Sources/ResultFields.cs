using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Harombe.Policy.Provenance.Sources;

/// <summary>
/// Takes a result apart into records and fields. JSON and YAML (which most printed dictionaries are, too) have structure; everything else is one running
/// text. Structure counts only where the tool reads a store: a page that looks like a record is still a page.
/// </summary>
internal sealed class ResultFields
{
    private const int MaxDepth = 48;
    private const int MaxFields = 50_000;

    private readonly Source source;
    private readonly List<Field> fields = [];
    private readonly Stack<(Record Record, bool List, string Key)> open = new();
    private string key = "";
    private bool named;

    private ResultFields(Source source) => this.source = source;

    public static IReadOnlyList<Field> Of(Source source, string text)
    {
        if (!source.IsOutside && PlainFields.HasStructure(text, MaxDepth))
        {
            var reading = new ResultFields(source);
            if ((reading.TryJson(text) || reading.TryYaml(text)) && reading.fields.Count > 0)
            {
                return reading.fields;
            }
        }

        return PlainFields.Of(source, text);
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

        var field = new Field(source, record, name, FieldNatures.Of(name, value), value);
        record.Add(field);
        fields.Add(field);
    }
}
