using System.Buffers;
using System.Text;

namespace Harombe.Core.Calls;

/// <summary>Strings of RFC 8785, 3.2.2.2: only quotation mark, backslash and control characters are escaped.</summary>
internal static class CanonicalString
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Write(string text, ArrayBufferWriter<byte> to)
    {
        to.Write("\""u8);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var at = rest.IndexOfAny(Escaped);
            Verbatim(at < 0 ? rest : rest[..at], to);
            if (at < 0)
            {
                break;
            }

            Escape(rest[at], to);
            rest = rest[(at + 1)..];
        }

        to.Write("\""u8);
    }

    private static void Verbatim(ReadOnlySpan<char> text, ArrayBufferWriter<byte> to)
    {
        if (text.IsEmpty)
        {
            return;
        }

        try
        {
            // At most three bytes for a UTF-16 code unit.
            to.Advance(Strict.GetBytes(text, to.GetSpan(3 * text.Length)));
        }
        catch (EncoderFallbackException)
        {
            throw new CanonicalJsonException("A string is not valid Unicode.");
        }
    }

    private static void Escape(char c, ArrayBufferWriter<byte> to)
    {
        var escape = c switch
        {
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            '\b' => "\\b"u8,
            '\t' => "\\t"u8,
            '\n' => "\\n"u8,
            '\f' => "\\f"u8,
            '\r' => "\\r"u8,
            _ => default,
        };
        to.Write(escape.IsEmpty ? Encoding.ASCII.GetBytes($"\\u{(int)c:x4}") : escape);
    }
}
