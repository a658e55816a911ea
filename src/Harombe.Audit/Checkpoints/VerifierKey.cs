using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Harombe.Audit.Checkpoints;

/// <summary>
/// A public key of C2SP signed-note: a name, a type and 32 bytes of Ed25519, written <c>name+id+base64</c>. Type 1 signs notes, type 4 cosigns
/// checkpoints. Immutable; thread-safe.
/// </summary>
public sealed class VerifierKey
{
    /// <summary>A key that signs notes.</summary>
    public const byte Signing = 0x01;

    /// <summary>A witness's key, which cosigns checkpoints with the time.</summary>
    public const byte Cosigning = 0x04;

    private static readonly SignatureAlgorithm Ed25519 = SignatureAlgorithm.Ed25519;
    private readonly PublicKey key;

    internal VerifierKey(string name, byte type, PublicKey key)
    {
        (Name, Type, this.key) = (name, type, key);
        Id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', type, .. Raw]));
    }

    /// <summary>Whose key it is.</summary>
    public string Name { get; }

    /// <summary><see cref="Signing"/> or <see cref="Cosigning"/>.</summary>
    public byte Type { get; }

    /// <summary>Tells keys of one name apart.</summary>
    public uint Id { get; }

    private byte[] Raw => key.Export(KeyBlobFormat.RawPublicKey);

    /// <summary>Reads <c>name+id+base64</c>; false when it is not that, or the id is not that of the key.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out VerifierKey? key)
    {
        key = null;
        var parts = text?.Trim().Split('+', 3) ?? [];
        Span<byte> bytes = stackalloc byte[33];
        if (parts.Length != 3
            || !IsName(parts[0])
            || !uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            || !Convert.TryFromBase64String(parts[2], bytes, out var length)
            || length != bytes.Length
            || bytes[0] is not (Signing or Cosigning)
            || !PublicKey.TryImport(Ed25519, bytes[1..], KeyBlobFormat.RawPublicKey, out var imported))
        {
            return false;
        }

        var read = new VerifierKey(parts[0], bytes[0], imported!); // not null: it was imported
        key = read.Id == id ? read : null;
        return key is not null;
    }

    /// <summary>Whether this is a name that a key may have: not empty, no space, no plus.</summary>
    public static bool IsName(string name) => name is { Length: > 0 } && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+');

    /// <summary>Whether the bytes sign the text.</summary>
    public bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => signature.Length == Ed25519.SignatureSize && Ed25519.Verify(key, text, signature);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}+{Id:x8}+{Convert.ToBase64String([Type, .. Raw])}";
}
