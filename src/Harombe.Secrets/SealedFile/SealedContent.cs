using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.SealedFile;

/// <summary>
/// The secrets of an opened file, for the length of one operation. Disposing zeroes them. Not thread-safe.
/// Plain form: for each secret, in order of name, name length (2 bytes), name, value length (4 bytes), value; big-endian.
/// </summary>
internal sealed class SealedContent : IDisposable
{
    // Binary and not JSON: a JSON reader would leave every value behind as strings that can't be zeroed.
    private readonly SortedDictionary<string, byte[]> values = new(StringComparer.Ordinal);

    public IEnumerable<SecretName> Names => values.Keys.Select(SecretName.Parse);

    public bool TryGet(SecretName name, out ReadOnlySpan<byte> value)
    {
        var found = values.TryGetValue(name.Value, out var stored);
        value = stored;
        return found;
    }

    public void Set(SecretName name, ReadOnlySpan<byte> value)
    {
        Remove(name);
        var stored = GC.AllocateUninitializedArray<byte>(value.Length, pinned: true);
        value.CopyTo(stored);
        values.Add(name.Value, stored);
    }

    public bool Remove(SecretName name)
    {
        if (!values.Remove(name.Value, out var stored))
        {
            return false;
        }

        CryptographicOperations.ZeroMemory(stored);
        return true;
    }

    /// <summary>The plain form, in a pinned buffer that the caller zeroes.</summary>
    public byte[] ToPlain()
    {
        var plain = GC.AllocateUninitializedArray<byte>(values.Sum(pair => 6 + pair.Key.Length + pair.Value.Length), pinned: true);
        var rest = plain.AsSpan();
        foreach (var (name, value) in values)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)name.Length);
            Encoding.ASCII.GetBytes(name, rest[2..]);
            rest = rest[(2 + name.Length)..];
            BinaryPrimitives.WriteInt32BigEndian(rest, value.Length);
            value.CopyTo(rest[4..]);
            rest = rest[(4 + value.Length)..];
        }

        return plain;
    }

    /// <summary>Reads the plain form; null when it is not one, which only a bug or another program can have sealed.</summary>
    public static SealedContent? FromPlain(ReadOnlySpan<byte> plain)
    {
        var content = new SealedContent();
        while (!plain.IsEmpty)
        {
            if (!TryTake(ref plain, 2, out var size) || !TryTake(ref plain, BinaryPrimitives.ReadUInt16BigEndian(size), out var name)
                || !SecretName.TryParse(Encoding.ASCII.GetString(name), out var parsed) || content.values.ContainsKey(parsed.Value)
                || !TryTake(ref plain, 4, out size) || BinaryPrimitives.ReadInt32BigEndian(size) < 1
                || !TryTake(ref plain, BinaryPrimitives.ReadInt32BigEndian(size), out var value))
            {
                content.Dispose();
                return null;
            }

            content.Set(parsed, value);
        }

        return content;
    }

    public void Dispose()
    {
        foreach (var value in values.Values)
        {
            CryptographicOperations.ZeroMemory(value);
        }

        values.Clear();
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, int count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (count > rest.Length)
        {
            return false;
        }

        taken = rest[..count];
        rest = rest[count..];
        return true;
    }
}
