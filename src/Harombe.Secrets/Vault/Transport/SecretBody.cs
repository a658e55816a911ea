using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Harombe.Secrets.Vault.Transport;

/// <summary>The JSON body of a request, which may hold a secret: pinned, and zeroed with each growth and at the end. Not thread-safe.</summary>
internal sealed class SecretBody : IBufferWriter<byte>, IDisposable
{
    private byte[] bytes = GC.AllocateArray<byte>(1024, pinned: true);
    private int length;

    public SecretBody(Action<Utf8JsonWriter> write)
    {
        using var json = new Utf8JsonWriter(this);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    }

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    public void Advance(int count) => length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (bytes.Length - length < Math.Max(sizeHint, 1))
        {
            var larger = GC.AllocateArray<byte>(Math.Max(bytes.Length * 2, length + sizeHint), pinned: true);
            Written.CopyTo(larger);
            CryptographicOperations.ZeroMemory(bytes);
            bytes = larger;
        }

        return bytes.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose() => CryptographicOperations.ZeroMemory(bytes);
}
