using System.Buffers;
using System.Text.Json;
using Harombe.Audit.Merkle;
using Harombe.Core.Audit;

namespace Harombe.Audit.Reading;

/// <summary>One page of entries as JSON. The entries are the recorded bytes themselves, not a rendering of them.</summary>
internal sealed class AuditPage : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter json;
    private long last;
    private int count;

    public AuditPage()
    {
        json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("entries");
    }

    public void Add(AuditRecord record)
    {
        json.WriteStartObject();
        json.WriteNumber("sequence", record.Sequence);
        json.WriteString("leafHash", Convert.ToHexStringLower(record.LeafHash.Span));
        if (IsJson(record.Bytes.Span))
        {
            json.WritePropertyName("entry");
            json.WriteRawValue(record.Bytes.Span, skipInputValidation: true);
        }
        else
        {
            json.WriteNull("entry");
            json.WriteString("damaged", "The recorded bytes are missing or no JSON. Run 'harombe audit verify'.");
        }

        json.WriteEndObject();
        last = record.Sequence;
        count++;
    }

    /// <summary>Ends the page; it names where to go on when there may be more.</summary>
    public ReadOnlyMemory<byte> Finish(int limit)
    {
        json.WriteEndArray();
        json.WritePropertyName("next");
        if (count == limit)
        {
            json.WriteNumberValue(last);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    public void Dispose() => json.Dispose();

    public static ReadOnlyMemory<byte> Head(TreeHead head)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("size", head.Size);
            json.WriteString("root", head.Root);
            json.WriteString("head", head.ToString());
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
            }

            return reader.BytesConsumed > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
