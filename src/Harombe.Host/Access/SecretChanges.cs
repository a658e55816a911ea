using Harombe.Core.Audit;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;

namespace Harombe.Host.Access;

/// <summary>Changes to the stored secrets, each with its entry in the audit log. Names come out of it, values never do. Thread-safe.</summary>
internal sealed class SecretChanges(ISecrets secrets, ISealingKey key, IAuditLog audit, TimeProvider clock)
{
    // How the record names the key that all secrets are sealed with.
    private static readonly SecretName SealingKey = SecretName.Parse("secrets.key");

    /// <inheritdoc cref="ISecrets.ListAsync"/>
    public async ValueTask<IReadOnlyList<SecretName>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await secrets.ListAsync(cancellationToken).ConfigureAwait(false)).Where(name => !name.IsHostsOwn)];

    /// <summary>Stores a secret. Recorded first: a secret that the record doesn't know of must not exist.</summary>
    public async ValueTask StoreAsync(SecretName name, Secret secret, PrincipalId by, CancellationToken cancellationToken)
    {
        if (name.IsHostsOwn)
        {
            throw new SecretsUnavailableException($"{name} is kept by the host for itself and can't be set. Choose a name that doesn't begin with audit/.", null);
        }

        await audit.AppendAsync(new SecretChanged("stored", name, by) { Time = clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        await secrets.WriteAsync(name, secret, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Seals everything with a fresh key. Recorded first, like every change, but not when it is known that it can't be.</summary>
    public async ValueTask RekeyAsync(PrincipalId by, CancellationToken cancellationToken)
    {
        await key.CheckAsync(cancellationToken).ConfigureAwait(false);
        await audit.AppendAsync(new SecretChanged("rotated", SealingKey, by) { Time = clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        await key.RotateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a secret; false when there was none. Removed first: the other order could record a removal that a crash then lost.</summary>
    public async ValueTask<bool> RemoveAsync(SecretName name, PrincipalId by, CancellationToken cancellationToken)
    {
        if (name.IsHostsOwn || !await secrets.RemoveAsync(name, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await audit.AppendAsync(new SecretChanged("removed", name, by) { Time = clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
