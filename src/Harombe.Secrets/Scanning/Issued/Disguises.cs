using System.Buffers.Text;
using System.Text.Encodings.Web;

namespace Harombe.Secrets.Scanning.Issued;

/// <summary>
/// Writes a secret in each form in which programs commonly pass it on. The forms are handed out in pinned buffers that are zeroed at
/// once: whoever takes one keeps a hash of it and nothing else.
/// </summary>
internal static class Disguises
{
    /// <summary>Takes one form, and whether it is a cut out of a base64 text.</summary>
    public delegate void Take(ReadOnlySpan<char> form, bool inBase64);

    public static void Of(ReadOnlySpan<byte> value, Take take)
    {
        Hex(value, take);
        for (var alignment = 0; alignment < 3; alignment++)
        {
            Base64(value, alignment, take);
        }

        using var text = PlainBuffer.Decode(value);
        if (text is null)
        {
            return;
        }

        take(text.Span, false);
        Turned(text.Span, take);
        Percent(value, take);
        Json(text.Span, JavaScriptEncoder.Default, take);
        Json(text.Span, JavaScriptEncoder.UnsafeRelaxedJsonEscaping, take);
    }

    /// <summary>Backwards, and in capitals or small letters throughout.</summary>
    private static void Turned(ReadOnlySpan<char> text, Take take)
    {
        using var form = new PlainBuffer(text.Length);
        text.CopyTo(form.Space);
        form.Space.Reverse();
        take(form.Space, false);
        text.ToUpperInvariant(form.Space);
        take(form.Space, false);
        text.ToLowerInvariant(form.Space);
        take(form.Space, false);
    }

    private static void Hex(ReadOnlySpan<byte> value, Take take)
    {
        using var form = new PlainBuffer(value.Length * 2);
        Convert.TryToHexString(value, form.Space, out _);
        take(form.Space, false);
        Convert.TryToHexStringLower(value, form.Space, out _);
        take(form.Space, false);
    }

    /// <summary>The characters that depend on nothing but the secret when <paramref name="alignment"/> bytes of something else precede it.</summary>
    private static void Base64(ReadOnlySpan<byte> value, int alignment, Take take)
    {
        using var bytes = new PlainBytes(alignment + value.Length);
        value.CopyTo(bytes.Span[alignment..]);
        using var form = new PlainBuffer(Base64Url.GetEncodedLength(bytes.Span.Length));
        // Six bits a character: the first whole one starts at the first multiple of six that is not before the secret's first bit.
        var from = ((alignment * 8) + 5) / 6;
        var to = bytes.Span.Length * 8 / 6;
        Base64Url.EncodeToChars(bytes.Span, form.Space);
        take(form.Space[from..to], true);
        form.Space.Replace('-', '+');
        form.Space.Replace('_', '/');
        take(form.Space[from..to], true);
    }

    private static void Percent(ReadOnlySpan<byte> value, Take take)
    {
        using var form = new PlainBuffer(value.Length * 3);
        foreach (var hex in (ReadOnlySpan<string>)["0123456789ABCDEF", "0123456789abcdef"])
        {
            // What stays as it is: RFC 3986, JavaScript's encodeURIComponent, HTML forms, and nothing at all.
            foreach (var kept in (ReadOnlySpan<string?>)["-._~", "-._~!'()*", "-._* ", null])
            {
                var length = 0;
                foreach (var b in value)
                {
                    if (kept is not null && (char.IsAsciiLetterOrDigit((char)b) || kept.Contains((char)b, StringComparison.Ordinal)))
                    {
                        form.Space[length++] = b == ' ' ? '+' : (char)b;
                        continue;
                    }

                    form.Space[length++] = '%';
                    form.Space[length++] = hex[b >> 4];
                    form.Space[length++] = hex[b & 15];
                }

                take(form.Space[..length], false);
            }
        }
    }

    private static void Json(ReadOnlySpan<char> text, JavaScriptEncoder encoder, Take take)
    {
        using var form = new PlainBuffer(text.Length * 6);
        encoder.Encode(text, form.Space, out _, out var length);
        var escaped = form.Space[..length];
        take(escaped, false);
        for (var at = 0; at + 5 < escaped.Length; at++)
        {
            if (escaped[at] == '\\' && escaped[at + 1] == 'u')
            {
                foreach (ref var digit in escaped.Slice(at + 2, 4))
                {
                    digit = char.ToLowerInvariant(digit);
                }
            }

            at += escaped[at] == '\\' ? 1 : 0;
        }

        take(escaped, false);
        if (!escaped.Contains('/'))
        {
            return;
        }

        // JavaScript and PHP may escape the solidus as well.
        using var slashed = new PlainBuffer(escaped.Length * 2);
        var written = 0;
        foreach (var c in escaped)
        {
            if (c == '/')
            {
                slashed.Space[written++] = '\\';
            }

            slashed.Space[written++] = c;
        }

        take(slashed.Space[..written], false);
    }
}
