using System.Security.Cryptography;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning.Issued;

namespace Harombe.Secrets.SealedFile;

/// <summary>
/// Keeps secrets in one sealed file beside its key. Every read opens the file anew, so what another process wrote is seen and no plain
/// value outlives the call; every value read or written is made known to the scanner before anyone can use it.
/// </summary>
internal sealed class SealedFileSecrets(SecretsOptions options, IssuedSecrets issued, TimeProvider time) : ISecrets
{
    /// <summary>No credential is longer; a bound keeps the whole file small enough to seal at once.</summary>
    public const int LongestSecret = 64 * 1024;

    private readonly SealedFilePaths paths = new(options.Folder);

    /// <summary>Reads the store once, so that the scanner knows what is in it.</summary>
    /// <exception cref="SecretsUnavailableException">The store can't be read.</exception>
    public void Load()
    {
        using var content = Open();
    }

    public ValueTask<Secret?> ReadAsync(SecretName name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var content = Open();
        return ValueTask.FromResult(content.TryGet(name, out var value) ? new Secret(value) : null);
    }

    public ValueTask<IReadOnlyList<SecretName>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var content = Open();
        return ValueTask.FromResult<IReadOnlyList<SecretName>>([.. content.Names]);
    }

    public async ValueTask WriteAsync(SecretName name, Secret secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (name.Value.Length == 0)
        {
            throw new ArgumentException("A secret needs a name.", nameof(name));
        }

        if (secret.Reveal().Length is 0 or > LongestSecret)
        {
            throw new ArgumentException($"{name} must hold 1 to {LongestSecret} bytes; an empty secret would pass for a real one.", nameof(secret));
        }

        using var writing = await SealedFileLock.TakeAsync(paths, options.LockTimeout, time, cancellationToken);
        using var content = Open();
        content.Set(name, secret.Reveal());
        // Known before it is durable: a scanner that knows too much is safe, one that knows too little is not.
        issued.Add(name, secret.Reveal());
        Write(content);
    }

    public async ValueTask<bool> RemoveAsync(SecretName name, CancellationToken cancellationToken)
    {
        using var writing = await SealedFileLock.TakeAsync(paths, options.LockTimeout, time, cancellationToken);
        using var content = Open();
        if (!content.Remove(name))
        {
            return false;
        }

        Write(content);
        return true;
    }

    private SealedContent Open()
    {
        try
        {
            var file = DurableFile.Read(paths.Sealed);
            using var key = SealedFileKey.Read(paths, isNeeded: file is not null);
            if (file is null)
            {
                return new SealedContent();
            }

            // Read gives a key or throws when one is needed.
            var content = SealedFileFormat.Open(file, key!, paths);
            foreach (var name in content.Names)
            {
                issued.Add(name, content.TryGet(name, out var value) ? value : []);
            }

            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretsUnavailableException($"{paths.Sealed} can't be read: {e.Message} Give the account that runs the host access to it.", e);
        }
    }

    private void Write(SealedContent content)
    {
        try
        {
            using var key = SealedFileKey.ReadOrCreate(paths);
            DurableFile.Write(paths.Sealed, SealedFileFormat.Seal(content, key));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SecretsUnavailableException($"{paths.Sealed} can't be written: {e.Message} What was stored before is unchanged.", e);
        }
    }
}
