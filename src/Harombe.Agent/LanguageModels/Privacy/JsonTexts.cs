using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Harombe.Agent.LanguageModels.Privacy;

/// <summary>Changes the texts of a JSON value, names and all; a number whose digits are changed becomes a text.</summary>
internal static class JsonTexts
{
    public static JsonElement Change(JsonElement json, Func<string, string> change)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, json, change);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement json, Func<string, string> change)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in json.EnumerateObject())
                {
                    writer.WritePropertyName(change(member.Name));
                    Write(writer, member.Value, change);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray())
                {
                    Write(writer, item, change);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(change(json.GetString()!)); // not null: it is a string
                break;
            case JsonValueKind.Number when json.GetRawText() is var digits && change(digits) is var changed && changed != digits:
                writer.WriteStringValue(changed.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }
}
