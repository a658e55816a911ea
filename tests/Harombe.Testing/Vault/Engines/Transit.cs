using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Harombe.Testing.Vault.Engines;

/// <summary>The transit engine: AES-256-GCM for keys of <c>aes256-gcm96</c>, ECDSA over P-256 for those of <c>ecdsa-p256</c>.</summary>
internal sealed class Transit : IEngine
{
    private const string Prefix = "vault:v1:";

    private readonly Dictionary<string, (byte[] Key, ECDsa? Signing)> keys = new(StringComparer.Ordinal);

    public Reply Answer(Asked asked)
    {
        var parts = asked.Path.Split('/');
        if (parts is ["keys", var made] && asked.Operation == "write")
        {
            keys[made] = (RandomNumberGenerator.GetBytes(32), asked.Text("type") == "ecdsa-p256" ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null);
            return Reply.Nothing;
        }

        if (parts is not [var verb, var name] || asked.Operation != "write" || !keys.TryGetValue(name, out var key))
        {
            return Reply.Errors(400, "encryption key not found");
        }

        switch (verb)
        {
            case "encrypt":
                return Reply.Of(new JsonObject { ["ciphertext"] = Prefix + Convert.ToBase64String(Encrypt(key.Key, Convert.FromBase64String(asked.Text("plaintext")))), ["key_version"] = 1 });
            case "decrypt":
                try
                {
                    return Reply.Of(new JsonObject { ["plaintext"] = Convert.ToBase64String(Decrypt(key.Key, Convert.FromBase64String(asked.Text("ciphertext")[Prefix.Length..]))) });
                }
                catch (CryptographicException)
                {
                    return Reply.Errors(400, "cipher: message authentication failed");
                }

            case "sign" when key.Signing is { } signing:
                return Reply.Of(new JsonObject { ["signature"] = Prefix + Convert.ToBase64String(signing.SignData(Convert.FromBase64String(asked.Text("input")), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)), ["key_version"] = 1 });
            case "verify" when key.Signing is { } signing:
                return Reply.Of(new JsonObject { ["valid"] = signing.VerifyData(Convert.FromBase64String(asked.Text("input")), Convert.FromBase64String(asked.Text("signature")[Prefix.Length..]), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) });
            default:
                return Reply.Errors(400, $"key type does not support {verb}");
        }
    }

    private static byte[] Encrypt(byte[] key, byte[] plain)
    {
        var sealedBytes = new byte[12 + plain.Length + 16];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, 12));
        using var aes = new AesGcm(key, 16);
        aes.Encrypt(sealedBytes.AsSpan(0, 12), plain, sealedBytes.AsSpan(12, plain.Length), sealedBytes.AsSpan(12 + plain.Length));
        return sealedBytes;
    }

    private static byte[] Decrypt(byte[] key, byte[] sealedBytes)
    {
        if (sealedBytes.Length < 28)
        {
            throw new CryptographicException(Encoding.UTF8.GetString([]));
        }

        var plain = new byte[sealedBytes.Length - 28];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(sealedBytes.AsSpan(0, 12), sealedBytes.AsSpan(12, plain.Length), sealedBytes.AsSpan(12 + plain.Length), plain);
        return plain;
    }
}
