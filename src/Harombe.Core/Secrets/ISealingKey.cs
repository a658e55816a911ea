namespace Harombe.Core.Secrets;

/// <summary>The key that the stored secrets are sealed with. Thread-safe. Given to those who configure, never to a plugin.</summary>
public interface ISealingKey
{
    /// <summary>Whether the key can be rotated, without doing it: for whoever records a rotation before it takes place.</summary>
    /// <exception cref="SecretsUnavailableException">It can't, and why.</exception>
    ValueTask CheckAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Seals everything anew with a fresh key, or with a fresh salt where a passphrase makes the key; the old one opens nothing from then on. After a
    /// crash at any moment the secrets open with what is there.
    /// </summary>
    /// <exception cref="SecretsUnavailableException">The store can't be read or written, or others keep its key.</exception>
    ValueTask RotateAsync(CancellationToken cancellationToken);
}
