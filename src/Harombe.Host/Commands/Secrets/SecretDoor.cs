using Harombe.Core.Secrets;
using Harombe.Host.Access;

namespace Harombe.Host.Commands.Secrets;

/// <summary>The way to the stored secrets: through the running host, or by the files while none runs. Dispose to give the way back.</summary>
internal abstract class SecretDoor : IAsyncDisposable
{
    /// <summary>The names of all secrets.</summary>
    public abstract Task<Answer<SecretNames>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Stores a value; null when it is stored.</summary>
    public abstract Task<Stop?> StoreAsync(SecretName name, string value, CancellationToken cancellationToken);

    /// <summary>Removes a secret; null when it is gone, a reason when there was none.</summary>
    public abstract Task<Stop?> RemoveAsync(SecretName name, CancellationToken cancellationToken);

    /// <summary>Moves everything to Vault.</summary>
    public abstract Task<Answer<SecretsMigrated>> MigrateAsync(bool overwrite, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
