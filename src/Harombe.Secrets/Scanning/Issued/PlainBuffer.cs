using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Harombe.Secrets.Scanning.Issued;

/// <summary>Characters of a secret for a moment: pinned, so that the collector makes no copies, and zeroed when disposed.</summary>
internal sealed class PlainBuffer(int length) : IDisposable
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly char[] buffer = GC.AllocateArray<char>(length, pinned: true);

    public Span<char> Space => buffer;

    public ReadOnlySpan<char> Span => buffer;

    /// <summary>The text that these bytes are; null when they are none.</summary>
    public static PlainBuffer? Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var text = new PlainBuffer(Strict.GetCharCount(utf8));
            Strict.GetChars(utf8, text.Space);
            return text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(buffer.AsSpan()));
}

/// <summary>Bytes of a secret for a moment, likewise.</summary>
internal sealed class PlainBytes(int length) : IDisposable
{
    private readonly byte[] buffer = GC.AllocateArray<byte>(length, pinned: true);

    public Span<byte> Span => buffer;

    public void Dispose() => CryptographicOperations.ZeroMemory(buffer);
}
