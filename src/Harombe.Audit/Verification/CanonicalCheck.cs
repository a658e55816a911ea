using System.Text;
using System.Text.Json;
using Harombe.Core.Calls;

namespace Harombe.Audit.Verification;

/// <summary>
/// Whether bytes are in the one form of RFC 8785, in one pass without writing them again. What the pass can't decide by itself (names beyond ASCII,
/// fractions) is written again and compared.
/// </summary>
internal static class CanonicalCheck
{
    private const int Deepest = 64;

    public static bool IsCanonical(ReadOnlySpan<byte> bytes)
    {
        if (Walk(bytes) is { } decided)
        {
            return decided;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes.ToArray());
            return CanonicalJson.Write(document.RootElement).AsSpan().SequenceEqual(bytes);
        }
        catch (Exception e) when (e is JsonException or CanonicalJsonException)
        {
            return false;
        }
    }

    // null: can't say.
    private static bool? Walk(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Deepest });
        Span<Range> names = stackalloc Range[Deepest + 1];
        names.Clear();
        var end = 0;
        try
        {
            while (reader.Read())
            {
                var (start, length) = ((int)reader.TokenStartIndex, 0);
                var gap = bytes[end..start];
                // Between two tokens stands nothing, or one comma; a colon belongs to the name before it.
                if (gap.Length > 1 || (gap.Length == 1 && gap[0] is not ((byte)',' or (byte)':')))
                {
                    return false;
                }

                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        names[reader.CurrentDepth + 1] = default;
                        length = 1;
                        break;
                    case JsonTokenType.PropertyName:
                        var name = new Range(start + 1, start + 1 + reader.ValueSpan.Length);
                        var before = names[reader.CurrentDepth];
                        if (reader.ValueIsEscaped || !Ascii.IsValid(reader.ValueSpan))
                        {
                            return null;
                        }

                        if (!before.Equals(default) && bytes[before].SequenceCompareTo(bytes[name]) >= 0)
                        {
                            return false;
                        }

                        names[reader.CurrentDepth] = name;
                        length = reader.ValueSpan.Length + 2;
                        break;
                    case JsonTokenType.String:
                        if (reader.ValueIsEscaped && !AreCanonical(reader.ValueSpan))
                        {
                            return false;
                        }

                        length = reader.ValueSpan.Length + 2;
                        break;
                    case JsonTokenType.Number:
                        if (reader.ValueSpan.ContainsAnyExceptInRange((byte)'0', (byte)'9') || reader.ValueSpan.Length > 15)
                        {
                            return null;
                        }

                        length = reader.ValueSpan.Length;
                        break;
                    default:
                        length = reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null ? reader.ValueSpan.Length : 1;
                        break;
                }

                end = start + length;
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return end == bytes.Length;
    }

    // Only what must be escaped is, and in its shortest form.
    private static bool AreCanonical(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf((byte)'\\'); at >= 0; at = text.IndexOf((byte)'\\'))
        {
            switch (text[at + 1])
            {
                case (byte)'"' or (byte)'\\' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                    text = text[(at + 2)..];
                    break;
                case (byte)'u' when IsControl(text.Slice(at + 2, 4)):
                    text = text[(at + 6)..];
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool IsControl(ReadOnlySpan<byte> hex) =>
        hex[0] == '0' && hex[1] == '0' && hex[2] is (byte)'0' or (byte)'1'
        && (hex[3] is >= (byte)'0' and <= (byte)'9' or >= (byte)'a' and <= (byte)'f')
        && !(hex[2] == '0' && hex[3] is (byte)'8' or (byte)'9' or (byte)'a' or (byte)'c' or (byte)'d');
}
