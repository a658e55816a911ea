using NSec.Cryptography;

namespace Harombe.Audit.Checkpoints;

/// <summary>An Ed25519 key with the name that it signs under. The private half lies in memory that libsodium guards. Thread-safe until disposed.</summary>
internal sealed class SigningKey : IDisposable
{
    private static readonly SignatureAlgorithm Ed25519 = SignatureAlgorithm.Ed25519;
    private readonly Key key;

    private SigningKey(string name, byte type, Key key)
    {
        this.key = key;
        Verifier = new VerifierKey(name, type, key.PublicKey);
    }

    /// <summary>The public half.</summary>
    public VerifierKey Verifier { get; }

    /// <summary>A fresh key.</summary>
    public static SigningKey New(string name, byte type = VerifierKey.Signing) =>
        new(name, type, Key.Create(Ed25519, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }));

    /// <summary>Reads the 32 bytes of a private key.</summary>
    /// <exception cref="FormatException">They are not 32 bytes.</exception>
    public static SigningKey Of(string name, ReadOnlySpan<byte> seed, byte type = VerifierKey.Signing) =>
        Key.TryImport(Ed25519, seed, KeyBlobFormat.RawPrivateKey, out var key, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport })
            ? new SigningKey(name, type, key!) // not null: it was imported
            : throw new FormatException("An Ed25519 key has 32 bytes.");

    /// <summary>The 32 bytes of the private key, for the sealed store; the caller zeroes them.</summary>
    public byte[] Export() => key.Export(KeyBlobFormat.RawPrivateKey);

    public byte[] Sign(ReadOnlySpan<byte> text) => Ed25519.Sign(key, text);

    public void Dispose() => key.Dispose();
}
