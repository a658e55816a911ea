using Harombe.Core.Secrets;

namespace Harombe.Secrets.Leases;

/// <summary>
/// The store as those see it who read it without a lease (commands, forwarding, alerts): what is quarantined is read by none of them until it has another value. Thread-safe.
/// </summary>
internal sealed class HeldSecrets(StoredSecrets stored, Quarantine quarantine) : ISecrets
{
    public async ValueTask<Secret?> ReadAsync(SecretName name, CancellationToken cancellationToken)
    {
        var secret = await stored.Store.ReadAsync(name, cancellationToken).ConfigureAwait(false);
        if (secret is null)
        {
            return null;
        }

        try
        {
            if ((await quarantine.HeldAsync(new Dictionary<SecretName, Secret> { [name] = secret }, cancellationToken).ConfigureAwait(false)).IsEmpty)
            {
                return secret;
            }
        }
        catch
        {
            secret.Dispose();
            throw;
        }

        secret.Dispose();
        throw new SecretsUnavailableException(
            $"{name} was revoked in an emergency and still has the same value. Give it another where it is issued, and here: harombe secrets set {name.Value}", null);
    }

    public ValueTask<IReadOnlyList<SecretName>> ListAsync(CancellationToken cancellationToken) => stored.Store.ListAsync(cancellationToken);

    public ValueTask WriteAsync(SecretName name, Secret secret, CancellationToken cancellationToken) => stored.Store.WriteAsync(name, secret, cancellationToken);

    public ValueTask<bool> RemoveAsync(SecretName name, CancellationToken cancellationToken) => stored.Store.RemoveAsync(name, cancellationToken);
}

/// <summary>The store itself, quarantine or not: for those who lease from it with a check of their own, or write the quarantine.</summary>
internal sealed record StoredSecrets(ISecrets Store);
