using System.Runtime.InteropServices;
using System.Text.Json;

namespace Harombe.Core.Schemas.Keywords;

/// <summary>The length of a string as the specification counts it: Unicode code points, not UTF-16 units.</summary>
internal static class TextLength
{
    /// <summary>
    /// Counts in the raw bytes, so a megabyte of text is not copied. <see cref="JsonText"/> has vouched for the encoding and the escapes.
    /// </summary>
    public static int CodePoints(JsonElement text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text);
        raw = raw[1..^1];
        var count = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == (byte)'\\')
            {
                if (raw[i + 1] == (byte)'u')
                    // A pair of surrogate escapes is one code point: its high half (D8 to DB) is not counted.
                    i += IsHighSurrogate(raw.Slice(i + 2, 4)) ? 11 : 5;
                else
                    i++;
                count++;
            }
            else if ((raw[i] & 0xC0) != 0x80)
                count++;
        }

        return count;
    }

    private static bool IsHighSurrogate(ReadOnlySpan<byte> hex) =>
        (hex[0] | 0x20) == (byte)'d' && (hex[1] is (byte)'8' or (byte)'9' || (hex[1] | 0x20) is (byte)'a' or (byte)'b');
}
