using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Harombe.Core.Schemas;

/// <summary>
/// What must hold of a JSON text before anything walks it: bounded nesting and text that is text. Reads the bytes without recursion,
/// so a nesting of a million levels costs one comparison more than the limit and no stack.
/// </summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> StringEnd = SearchValues.Create("\"\\"u8);

    /// <summary>Null when the element is fit to be walked; otherwise a verb phrase that says what is wrong with it.</summary>
    public static string? FindFlaw(JsonElement element, int maxDepth)
    {
        if (element.ValueKind == JsonValueKind.Undefined)
            return "is missing";
        var text = JsonMarshal.GetRawUtf8Value(element);
        // System.Text.Json validates escapes and encoding only when a string is read, and then throws.
        if (!Utf8.IsValid(text))
            return "is not valid UTF-8";
        var depth = 0;
        for (var at = text.IndexOfAny(Structure); at >= 0; at = text.IndexOfAny(Structure))
        {
            var found = text[at];
            text = text[(at + 1)..];
            if (found is (byte)'{' or (byte)'[')
            {
                if (++depth > maxDepth)
                    return $"is nested deeper than {maxDepth} levels";
            }
            else if (found is (byte)'}' or (byte)']')
                depth--;
            else if (!TrySkipString(ref text))
                return "holds an escaped surrogate without its other half";
        }

        return null;
    }

    private static bool TrySkipString(ref ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var at = text.IndexOfAny(StringEnd);
            if (at < 0)
                return false;
            if (text[at] == (byte)'"')
            {
                text = text[(at + 1)..];
                return true;
            }

            text = text[at..];
            var length = EscapeLength(text);
            if (length == 0)
                return false;
            text = text[length..];
        }
    }

    // Zero for half of a surrogate pair: no string of Unicode text can hold it.
    private static int EscapeLength(ReadOnlySpan<byte> escape)
    {
        if (escape[1] != (byte)'u')
            return 2;
        var unit = Unit(escape);
        if (!char.IsSurrogate(unit))
            return 6;
        if (!char.IsHighSurrogate(unit) || escape.Length < 12)
            return 0;
        return escape[6] == (byte)'\\' && escape[7] == (byte)'u' && char.IsLowSurrogate(Unit(escape[6..])) ? 12 : 0;
    }

    private static char Unit(ReadOnlySpan<byte> escape) => (char)Convert.ToUInt16(System.Text.Encoding.ASCII.GetString(escape.Slice(2, 4)), 16);
}
