using System.Security.Cryptography;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.SealedFile;

/// <summary>The key of a sealed file, in memory for one operation. Disposing zeroes it.</summary>
internal sealed class SealedFileKey : IDisposable
{
    public const int Length = 32;

    private readonly byte[] bytes;

    /// <summary>Takes the bytes over.</summary>
    /// <param name="bytes">Pinned; zeroed when this is disposed.</param>
    /// <param name="stretch">How it was made of a passphrase; null when it wasn't.</param>
    public SealedFileKey(byte[] bytes, Stretch? stretch = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Length);
        this.bytes = bytes;
        Stretch = stretch;
    }

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>How it was made of a passphrase; null when it wasn't.</summary>
    public Stretch? Stretch { get; }

    /// <summary>The key in a file; null when there is none.</summary>
    /// <exception cref="SecretsUnavailableException">It is of a wrong size, or open to other accounts.</exception>
    public static SealedFileKey? Read(string path)
    {
        var bytes = PrivateFile.Read(path, Length + 1);
        return bytes is null ? null
            : bytes.Length == Length ? new SealedFileKey(bytes)
            : throw new SecretsUnavailableException($"{path} is not a key: it must hold exactly {Length} bytes. Put it back from a backup.", null);
    }

    /// <summary>A fresh key in a file of its own, durable when this returns.</summary>
    public static SealedFileKey Create(string path)
    {
        var bytes = GC.AllocateArray<byte>(Length, pinned: true);
        RandomNumberGenerator.Fill(bytes);
        DurableFile.Write(path, bytes);
        return new SealedFileKey(bytes);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(bytes);
}
