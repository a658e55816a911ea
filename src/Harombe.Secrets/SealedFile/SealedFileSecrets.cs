using System.Security.Cryptography;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning.Issued;

namespace Harombe.Secrets.SealedFile;

/// <summary>
/// Keeps secrets in one sealed file beside its key. Every read opens the file anew, so what another process wrote is seen and no plain
/// value outlives the call; every value read or written is made known to the scanner before anyone can use it.
/// </summary>
internal sealed class SealedFileSecrets(SecretsOptions options, IssuedSecrets issued, TimeProvider time) : ISecrets, ISealingKey
{
    /// <summary>No credential is longer; a bound keeps the whole file small enough to seal at once.</summary>
    public const int LongestSecret = 64 * 1024;

    private readonly SealedFilePaths paths = new(options.Folder, options.KeyFile);
    private readonly SealingKeys keys = new(new SealedFilePaths(options.Folder, options.KeyFile), options.PassphraseFile);

    /// <summary>Reads the store once, so that the scanner knows what is in it.</summary>
    /// <exception cref="SecretsUnavailableException">The store can't be read.</exception>
    public void Load()
    {
        using var content = Open(out _);
    }

    public ValueTask<Secret?> ReadAsync(SecretName name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var content = Open(out _);
        return ValueTask.FromResult(content.TryGet(name, out var value) ? new Secret(value) : null);
    }

    public ValueTask<IReadOnlyList<SecretName>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var content = Open(out _);
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
        using var content = Open(out var stretch);
        content.Set(name, secret.Reveal());
        // Known before it is durable: a scanner that knows too much is safe, one that knows too little is not.
        issued.Add(name, secret.Reveal());
        Write(content, stretch);
    }

    public async ValueTask<bool> RemoveAsync(SecretName name, CancellationToken cancellationToken)
    {
        using var writing = await SealedFileLock.TakeAsync(paths, options.LockTimeout, time, cancellationToken);
        using var content = Open(out var stretch);
        if (!content.Remove(name))
        {
            return false;
        }

        Write(content, stretch);
        return true;
    }

    public ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var content = Open(out _);
        if (options.PassphraseFile is null && paths.KeyElsewhere is { } elsewhere)
        {
            throw new SecretsUnavailableException(
                $"The key comes from {elsewhere}, which others keep, so it can't be changed from here. Stop the host, copy that key to {Path.Combine(options.Folder, "secrets.key")} (mode 0600), run 'harombe secrets rekey' without security.credentials.key_file and CREDENTIALS_DIRECTORY, and put the new key in the old one's place.", null);
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask RotateAsync(CancellationToken cancellationToken)
    {
        using var writing = await SealedFileLock.TakeAsync(paths, options.LockTimeout, time, cancellationToken);
        await CheckAsync(cancellationToken);
        using var content = Open(out _);
        if (options.PassphraseFile is not null)
        {
            Write(content, Stretch.Create());
            return;
        }

        try
        {
            FinishRotation();
            // The next key is durable before anything is sealed with it, and takes the old one's place only after: a crash in between leaves
            // a file that opens with one of the two.
            using var next = SealedFileKey.Create(paths.NextKey);
            DurableFile.Write(paths.Sealed, SealedFileFormat.Seal(content, next));
            DurableFile.Rename(paths.NextKey, paths.Key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SecretsUnavailableException($"The key can't be rotated: {e.Message} The secrets still open as before.", e);
        }
    }

    /// <summary>Under the lock: a next key that a crash left behind takes its place if the file is sealed with it, and goes if it isn't.</summary>
    private void FinishRotation()
    {
        if (!File.Exists(paths.NextKey))
        {
            return;
        }

        if (DurableFile.Read(paths.Sealed) is { } file && SealedFileFormat.Opens(file, SealedFileKey.Read(paths.NextKey), paths))
        {
            DurableFile.Rename(paths.NextKey, paths.Key);
        }
        else
        {
            File.Delete(paths.NextKey);
        }
    }

    // Readers take no lock. One that read the file before a rotation and its key after has two that don't fit, and looks again; what doesn't fit although
    // nothing changed meanwhile never will.
    private SealedContent Open(out Stretch? stretch)
    {
        for (byte[]? seen = null; ;)
        {
            try
            {
                return OpenOnce(out stretch);
            }
            catch (SecretsUnavailableException) when (paths.Changed(ref seen))
            {
            }
        }
    }

    private SealedContent OpenOnce(out Stretch? stretch)
    {
        stretch = null;
        try
        {
            var file = DurableFile.Read(paths.Sealed);
            if (file is null)
            {
                // A key that others can read is refused before anything is sealed with it.
                SealedFileKey.Read(paths.Key)?.Dispose();
                return new SealedContent();
            }

            var content = SealedFileFormat.Open(file, keys, paths, out stretch);
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

    private void Write(SealedContent content, Stretch? stretch)
    {
        try
        {
            FinishRotation();
            using var key = keys.ToSeal(stretch);
            DurableFile.Write(paths.Sealed, SealedFileFormat.Seal(content, key));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SecretsUnavailableException($"{paths.Sealed} can't be written: {e.Message} What was stored before is unchanged.", e);
        }
    }
}
