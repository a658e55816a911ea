namespace Harombe.Core.Secrets;

/// <summary>Where secrets are kept. Thread-safe. Given to the lease station and to those who keep it, never to a plugin.</summary>
public interface ISecrets
{
    /// <summary>The secret, for the caller to dispose; null when none has this name. Never an empty one.</summary>
    /// <exception cref="SecretsUnavailableException">The store can't be read: sealed, damaged, or its key is missing.</exception>
    ValueTask<Secret?> ReadAsync(SecretName name, CancellationToken cancellationToken);

    /// <summary>The names of all secrets.</summary>
    /// <exception cref="SecretsUnavailableException">The store can't be read.</exception>
    ValueTask<IReadOnlyList<SecretName>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Stores a secret, replacing one of the same name; durable when it returns.</summary>
    /// <exception cref="SecretsUnavailableException">The store can't be written.</exception>
    ValueTask WriteAsync(SecretName name, Secret secret, CancellationToken cancellationToken);

    /// <summary>Removes a secret; false when there was none.</summary>
    /// <exception cref="SecretsUnavailableException">The store can't be written.</exception>
    ValueTask<bool> RemoveAsync(SecretName name, CancellationToken cancellationToken);
}

/// <summary>The secrets can't be reached. The message says why and what to do, and holds nothing secret.</summary>
public sealed class SecretsUnavailableException(string message, Exception? cause) : Exception(message, cause);
