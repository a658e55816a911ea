using System.Security.Cryptography;

namespace Harombe.Secrets.SealedFile;

/// <summary>The files of one store.</summary>
/// <param name="Folder">Where they stand.</param>
/// <param name="KeyElsewhere">Where the key stands, when others keep it: a mounted secret.</param>
internal sealed record SealedFilePaths(string Folder, string? KeyElsewhere = null)
{
    private const string KeyName = "secrets.key";

    public string Sealed { get; } = Path.Combine(Folder, "secrets.sealed");

    /// <summary>Where others keep the key: as configured, or where a service manager has put it for this process alone (systemd's <c>LoadCredential</c>).</summary>
    public string? KeyElsewhere { get; } = KeyElsewhere ?? Credential();

    public string Key => KeyElsewhere ?? Path.Combine(Folder, KeyName);

    /// <summary>The key of a rotation that is under way.</summary>
    public string NextKey { get; } = Path.Combine(Folder, "secrets.key.next");

    public string Lock { get; } = Path.Combine(Folder, "secrets.lock");

    /// <summary>Whether what opens the store is another than it was when it was last asked; the first time it may be.</summary>
    public bool Changed(ref byte[]? seen)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in new[] { Sealed, Key, NextKey })
        {
            var bytes = Bytes(file);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
            CryptographicOperations.ZeroMemory(bytes);
        }

        var before = seen;
        seen = hash.GetHashAndReset();
        return before is null || !before.AsSpan().SequenceEqual(seen);
    }

    private static byte[] Bytes(string file)
    {
        try
        {
            return DurableFile.Read(file) ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What can't be read is told by the one who needs it.
            return [];
        }
    }

    private static string? Credential() =>
        Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } folder && Path.Combine(folder, KeyName) is var key && File.Exists(key) ? key : null;
}
