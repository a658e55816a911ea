using System.Security.Cryptography;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.SealedFile;

/// <summary>
/// Where the key of a store comes from: a file beside it, a file that others keep, or a passphrase. Thread-safe. A key made of a passphrase is kept
/// while the process lives, since making it is meant to be slow; the passphrase itself is not.
/// </summary>
internal sealed class SealingKeys(SealedFilePaths paths, string? passphraseFile)
{
    private const int LongestPassphrase = 4096;

    private readonly Lock making = new();
    private (Stretch Stretch, byte[] Bytes)? made;

    /// <summary>The keys that may open a file that was sealed in this way, the likeliest first.</summary>
    /// <exception cref="SecretsUnavailableException">There is none, or none that may be used.</exception>
    public IEnumerable<SealedFileKey> ToOpen(Stretch? stretch)
    {
        if (stretch is not null)
        {
            yield return Stretched(stretch);
            yield break;
        }

        yield return SealedFileKey.Read(paths.Key) ?? SealedFileKey.Read(paths.NextKey) ?? throw Missing();

        // A rotation that a crash cut short left the file sealed with the next key already.
        if (SealedFileKey.Read(paths.NextKey) is { } next)
        {
            yield return next;
        }
    }

    /// <summary>The key to seal with: the one that opened the file, or the first one of a new store. Only under the store's lock.</summary>
    public SealedFileKey ToSeal(Stretch? stretch) =>
        passphraseFile is not null ? Stretched(stretch ?? Stretch.Create())
        : SealedFileKey.Read(paths.Key) ?? (paths.KeyElsewhere is null ? SealedFileKey.Create(paths.Key) : throw Missing());

    private SealedFileKey Stretched(Stretch stretch)
    {
        lock (making)
        {
            if (made is not { } known || !known.Stretch.Equals(stretch))
            {
                var passphrase = Passphrase();
                try
                {
                    using var key = stretch.Key(passphrase.AsSpan().TrimEnd("\r\n"u8));
                    var kept = GC.AllocateArray<byte>(SealedFileKey.Length, pinned: true);
                    key.Bytes.CopyTo(kept);
                    made = known = (stretch, kept);
                }
                finally
                {
                    CryptographicOperations.ZeroMemory(passphrase);
                }
            }

            var bytes = GC.AllocateArray<byte>(SealedFileKey.Length, pinned: true);
            known.Bytes.CopyTo(bytes.AsSpan());
            return new SealedFileKey(bytes, stretch);
        }
    }

    private byte[] Passphrase()
    {
        if (passphraseFile is null)
        {
            throw new SecretsUnavailableException(
                $"{paths.Sealed} is sealed with a passphrase. Set security.credentials.passphrase_file to a file of mode 0600 that holds it.", null);
        }

        var passphrase = PrivateFile.Read(passphraseFile, LongestPassphrase);
        return passphrase is { Length: >= 8 } ? passphrase
            : throw new SecretsUnavailableException($"{passphraseFile} holds no passphrase: at least 8 characters are needed. Write it there with mode 0600.", null);
    }

    private SecretsUnavailableException Missing() => new(
        $"{paths.Sealed} is there, but its key {paths.Key} is missing. Put the key back from a backup, or name where it is in security.credentials.key_file; without it the secrets are lost.", null);
}
