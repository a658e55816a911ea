using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Harombe.Core.Secrets;

/// <summary>
/// Takes secrets out of JSON. Text redaction sees a document as it is escaped; this sees what its strings say, so that
/// <c>\u0067hp_…</c> is found as well, and puts back JSON.
/// </summary>
public static class JsonRedaction
{
    // People read the result: ⟦github-token⟧ should look like it.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The JSON text of the value with every secret replaced, in names, strings and numbers; its own text, byte for byte, when it is
    /// clean. A number that is a secret becomes a string.
    /// </summary>
    public static Redacted<string> RedactJson(this ISecretScanner scanner, JsonElement json)
    {
        ArgumentNullException.ThrowIfNull(scanner);
        var raw = json.GetRawText();
        var buffer = new ArrayBufferWriter<byte>(raw.Length);
        bool found;
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            found = new Walk(scanner, writer).Value(json);
        }

        // Whatever still shows in the text as it stands, between two strings for example, goes too: even if that breaks the JSON.
        return scanner.Redact(found ? Encoding.UTF8.GetString(buffer.WrittenSpan) : raw);
    }

    private readonly struct Walk(ISecretScanner scanner, Utf8JsonWriter writer)
    {
        /// <summary>Writes a value; true when there was a secret in it.</summary>
        public bool Value(JsonElement json)
        {
            switch (json.ValueKind)
            {
                case JsonValueKind.Object:
                    return Object(json);
                case JsonValueKind.Array:
                    var found = false;
                    writer.WriteStartArray();
                    foreach (var item in json.EnumerateArray())
                    {
                        found |= Value(item);
                    }

                    writer.WriteEndArray();
                    return found;
                case JsonValueKind.String:
                case JsonValueKind.Number:
                    var text = Text(json);
                    var clean = scanner.Redact(text).Value;
                    Leaf(json, text, clean);
                    return !ReferenceEquals(text, clean);
                default:
                    json.WriteTo(writer);
                    return false;
            }
        }

        private bool Object(JsonElement json)
        {
            var found = false;
            writer.WriteStartObject();
            foreach (var property in json.EnumerateObject())
            {
                var name = scanner.Redact(property.Name).Value;
                found |= !string.Equals(name, property.Name, StringComparison.Ordinal);
                writer.WritePropertyName(name);
                found |= property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number
                    ? Labelled(property.Name, property.Value)
                    : Value(property.Value);
            }

            writer.WriteEndObject();
            return found;
        }

        /// <summary>A name may be what makes its value a secret, so the two are scanned side by side.</summary>
        private bool Labelled(string name, JsonElement value)
        {
            var text = Text(value);
            // Quoted by a mark that the value doesn't hold, which would seem to end it.
            var quote = "\"'`".FirstOrDefault(mark => !text.Contains(mark), ' ');
            var label = $"{name}={quote}";
            var cleanLabel = scanner.Redact(label).Value;
            var labelled = scanner.Redact($"{label}{scanner.Redact(text).Value}{quote}").Value;
            // A finding that reaches from the name into the value leaves no value to tell apart: all of it goes.
            var clean = labelled.Length > cleanLabel.Length && labelled.StartsWith(cleanLabel, StringComparison.Ordinal) && labelled.EndsWith(quote)
                ? labelled[cleanLabel.Length..^1]
                : Redaction.Mark + "]";
            Leaf(value, text, clean);
            return !string.Equals(text, clean, StringComparison.Ordinal);
        }

        private void Leaf(JsonElement json, string text, string clean)
        {
            if (string.Equals(text, clean, StringComparison.Ordinal))
            {
                json.WriteTo(writer);
            }
            else
            {
                writer.WriteStringValue(clean);
            }
        }

        // GetString is null only for a JSON null.
        private static string Text(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
    }
}
