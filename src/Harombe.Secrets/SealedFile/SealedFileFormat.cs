using System.Buffers.Binary;
using System.Security.Cryptography;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.SealedFile;

/// <summary>
/// The bytes of a sealed file: 8 of magic, 2 of version (big-endian), how the key was made of a passphrase if it was (version 2), 12 of nonce, then
/// AES-256-GCM over the whole content and its 16-byte tag. The tag covers the header too, so no byte can be changed, and no version be put back,
/// without it being found.
/// </summary>
internal static class SealedFileFormat
{
    private const ushort WithKey = 1;
    private const ushort WithPassphrase = 2;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int VersionEnd = 10;

    private const string Remedy = "Put both files back from the same backup; if there is none, remove secrets.sealed and store the secrets anew.";

    private static ReadOnlySpan<byte> Magic => "HRBSEAL\n"u8;

    public static byte[] Seal(SealedContent content, SealedFileKey key)
    {
        var plain = content.ToPlain();
        try
        {
            var headerLength = HeaderLength(key.Stretch is null ? WithKey : WithPassphrase);
            var file = new byte[headerLength + plain.Length + TagLength];
            Magic.CopyTo(file);
            BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(Magic.Length), key.Stretch is null ? WithKey : WithPassphrase);
            key.Stretch?.Write(file.AsSpan(VersionEnd));
            var header = file.AsSpan(0, headerLength);
            // Random 96-bit nonces are safe for 2^32 seals under one key; people write secrets by hand.
            RandomNumberGenerator.Fill(header[^NonceLength..]);
            using var aes = new AesGcm(key.Bytes, TagLength);
            aes.Encrypt(header[^NonceLength..], plain, file.AsSpan(headerLength, plain.Length), file.AsSpan(file.Length - TagLength), header);
            return file;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Opens a file with the first key that fits; <paramref name="stretch"/> says how that was made of a passphrase, if it was.</summary>
    /// <exception cref="SecretsUnavailableException">The file is not one of ours, of a later version, damaged, or of another key.</exception>
    public static SealedContent Open(ReadOnlySpan<byte> file, SealingKeys keys, SealedFilePaths paths, out Stretch? stretch)
    {
        var version = Version(file, paths);
        var headerLength = HeaderLength(version);
        if (file.Length < headerLength + TagLength)
        {
            throw Unavailable($"{paths.Sealed} is cut short: {file.Length} bytes can't be a sealed file.");
        }

        stretch = version == WithPassphrase
            ? Stretch.Read(file[VersionEnd..]) ?? throw Unavailable($"{paths.Sealed} asks for more memory or time than any sealed file does: it was changed.")
            : null;
        foreach (var key in keys.ToOpen(stretch))
        {
            using (key)
            {
                if (Open(file, headerLength, key, paths) is { } content)
                {
                    return content;
                }
            }
        }

        throw new SecretsUnavailableException(
            stretch is null
                ? $"{paths.Sealed} was changed after it was sealed, or {paths.Key} is not its key. {Remedy}"
                : $"{paths.Sealed} was changed after it was sealed, or the passphrase is another one. {Remedy}",
            null);
    }

    /// <summary>Whether this key opens the file.</summary>
    public static bool Opens(ReadOnlySpan<byte> file, SealedFileKey? key, SealedFilePaths paths)
    {
        using (key)
        {
            if (key is null || Version(file, paths) != WithKey || Open(file, HeaderLength(WithKey), key, paths) is not { } content)
            {
                return false;
            }

            content.Dispose();
            return true;
        }
    }

    private static SealedContent? Open(ReadOnlySpan<byte> file, int headerLength, SealedFileKey key, SealedFilePaths paths)
    {
        var header = file[..headerLength];
        var plain = GC.AllocateUninitializedArray<byte>(file.Length - headerLength - TagLength, pinned: true);
        try
        {
            using var aes = new AesGcm(key.Bytes, TagLength);
            aes.Decrypt(header[^NonceLength..], file[headerLength..^TagLength], file[^TagLength..], plain, header);
            return SealedContent.FromPlain(plain) ?? throw Unavailable($"{paths.Sealed} opens but holds no list of secrets.");
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static ushort Version(ReadOnlySpan<byte> file, SealedFilePaths paths)
    {
        if (file.Length < VersionEnd + NonceLength + TagLength)
        {
            throw Unavailable($"{paths.Sealed} is cut short: {file.Length} bytes can't be a sealed file.");
        }

        if (!file.StartsWith(Magic))
        {
            throw Unavailable($"{paths.Sealed} is not a sealed file, or its beginning was overwritten.");
        }

        var version = BinaryPrimitives.ReadUInt16BigEndian(file[Magic.Length..]);
        return version is WithKey or WithPassphrase
            ? version
            : throw new SecretsUnavailableException(
                $"{paths.Sealed} is of version {version}, and this build reads versions {WithKey} and {WithPassphrase}. Run the version of Harombe that wrote it.", null);
    }

    private static int HeaderLength(ushort version) => VersionEnd + (version == WithPassphrase ? Stretch.Length : 0) + NonceLength;

    private static SecretsUnavailableException Unavailable(string cause) => new($"{cause} {Remedy}", null);
}
