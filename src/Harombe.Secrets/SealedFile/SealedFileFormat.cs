using System.Buffers.Binary;
using System.Security.Cryptography;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.SealedFile;

/// <summary>
/// The bytes of a sealed file: 8 of magic, 2 of version (big-endian), 12 of nonce, then AES-256-GCM over the whole content and its
/// 16-byte tag. The tag covers the header too, so no byte can be changed, and no version be put back, without it being found.
/// </summary>
internal static class SealedFileFormat
{
    public const ushort Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 10 + NonceLength;

    private static ReadOnlySpan<byte> Magic => "HRBSEAL\n"u8;

    public static byte[] Seal(SealedContent content, SealedFileKey key)
    {
        var plain = content.ToPlain();
        try
        {
            var file = new byte[HeaderLength + plain.Length + TagLength];
            Magic.CopyTo(file);
            BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(Magic.Length), Version);
            var header = file.AsSpan(0, HeaderLength);
            // Random 96-bit nonces are safe for 2^32 seals under one key; people write secrets by hand.
            RandomNumberGenerator.Fill(header[^NonceLength..]);
            using var aes = new AesGcm(key.Bytes, TagLength);
            aes.Encrypt(header[^NonceLength..], plain, file.AsSpan(HeaderLength, plain.Length), file.AsSpan(file.Length - TagLength), header);
            return file;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <exception cref="SecretsUnavailableException">The file is not one of ours, of a later version, damaged, or of another key.</exception>
    public static SealedContent Open(ReadOnlySpan<byte> file, SealedFileKey key, SealedFilePaths paths)
    {
        if (file.Length < HeaderLength + TagLength)
        {
            throw Unavailable($"{paths.Sealed} is cut short: {file.Length} bytes can't be a sealed file.");
        }

        if (!file.StartsWith(Magic))
        {
            throw Unavailable($"{paths.Sealed} is not a sealed file, or its beginning was overwritten.");
        }

        var version = BinaryPrimitives.ReadUInt16BigEndian(file[Magic.Length..]);
        if (version != Version)
        {
            throw new SecretsUnavailableException(
                $"{paths.Sealed} is of version {version}, and this build reads version {Version}. Run the version of Harombe that wrote it.", null);
        }

        var header = file[..HeaderLength];
        var plain = GC.AllocateUninitializedArray<byte>(file.Length - HeaderLength - TagLength, pinned: true);
        try
        {
            using var aes = new AesGcm(key.Bytes, TagLength);
            aes.Decrypt(header[^NonceLength..], file[HeaderLength..^TagLength], file[^TagLength..], plain, header);
            return SealedContent.FromPlain(plain) ?? throw Unavailable($"{paths.Sealed} opens but holds no list of secrets.");
        }
        catch (CryptographicException e)
        {
            throw new SecretsUnavailableException(
                $"{paths.Sealed} was changed after it was sealed, or {paths.Key} is not its key. {Remedy}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private const string Remedy = "Put both files back from the same backup; if there is none, remove secrets.sealed and store the secrets anew.";

    private static SecretsUnavailableException Unavailable(string cause) => new($"{cause} {Remedy}", null);
}
