using System.Security.Cryptography;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.SealedFile;

/// <summary>The key of a sealed file, in memory for one operation. Disposing zeroes it.</summary>
internal sealed class SealedFileKey : IDisposable
{
    private const int Length = 32;

    private const UnixFileMode ForOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly byte[] bytes;

    private SealedFileKey(byte[] bytes) => this.bytes = bytes;

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The key; null when there is none and none is needed yet.</summary>
    /// <exception cref="SecretsUnavailableException">It is missing though needed, of a wrong size, or open to other accounts.</exception>
    public static SealedFileKey? Read(SealedFilePaths paths, bool isNeeded)
    {
        if (!File.Exists(paths.Key))
        {
            return isNeeded
                ? throw new SecretsUnavailableException(
                    $"{paths.Sealed} is there, but its key {paths.Key} is missing. Put the key back from a backup; without it the secrets are lost.", null)
                : null;
        }

        using var handle = File.OpenHandle(paths.Key);
        // Asked of the open file and not of the path, so that nobody can swap it in between.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(handle) & ForOthers) != 0)
        {
            throw new SecretsUnavailableException(
                $"{paths.Key} is open to other accounts of this machine. Run `chmod 600 {paths.Key}`, and rotate the secrets if others use it.", null);
        }

        if (RandomAccess.GetLength(handle) != Length)
        {
            throw new SecretsUnavailableException($"{paths.Key} is not a key: it must hold exactly {Length} bytes. Put it back from a backup.", null);
        }

        var bytes = GC.AllocateArray<byte>(Length, pinned: true);
        if (RandomAccess.Read(handle, bytes, 0) != Length)
        {
            throw new IOException($"{paths.Key} ended early.");
        }

        return new SealedFileKey(bytes);
    }

    /// <summary>The key, made when there is none. Only under the store's lock, and only after the sealed file was found openable or absent.</summary>
    public static SealedFileKey ReadOrCreate(SealedFilePaths paths)
    {
        if (Read(paths, isNeeded: false) is { } existing)
        {
            return existing;
        }

        var bytes = GC.AllocateArray<byte>(Length, pinned: true);
        RandomNumberGenerator.Fill(bytes);
        DurableFile.Write(paths.Key, bytes);
        return new SealedFileKey(bytes);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(bytes);
}
