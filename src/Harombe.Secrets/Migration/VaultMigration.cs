using System.Collections.Immutable;
using System.Security.Cryptography;
using Harombe.Core.Secrets;
using Harombe.Secrets.SealedFile;
using Harombe.Secrets.Vault;

namespace Harombe.Secrets.Migration;

/// <summary>Moves secrets from the sealed file to Vault, each in steps that may be repeated.</summary>
internal sealed class VaultMigration(SealedFileSecrets local, VaultSecrets vault) : ISecretMigration
{
    public async ValueTask<MigrationReport> MigrateAsync(bool overwrite, CancellationToken cancellationToken)
    {
        var moved = ImmutableArray.CreateBuilder<SecretName>();
        var differing = ImmutableArray.CreateBuilder<SecretName>();
        var names = await local.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var name in names.Where(name => !VaultSecrets.IsOwn(name)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var here = await local.ReadAsync(name, cancellationToken).ConfigureAwait(false);
            if (here is not null)
            {
                (await MoveAsync(name, here, overwrite, cancellationToken).ConfigureAwait(false) ? moved : differing).Add(name);
            }
        }

        return new MigrationReport(moved.ToImmutable(), differing.ToImmutable(), [.. names.Where(VaultSecrets.IsOwn)]);
    }

    private async ValueTask<bool> MoveAsync(SecretName name, Secret here, bool overwrite, CancellationToken cancellationToken)
    {
        using (var there = await vault.ReadAsync(name, cancellationToken).ConfigureAwait(false))
        {
            if (there is not null && !overwrite && !IsSame(here, there))
            {
                return false;
            }

            if (there is null || !IsSame(here, there))
            {
                await vault.WriteAsync(name, here, cancellationToken).ConfigureAwait(false);
            }
        }

        // Read anew: that Vault said yes is not yet that it has it.
        using var stored = await vault.ReadAsync(name, cancellationToken).ConfigureAwait(false);
        if (stored is null || !IsSame(here, stored))
        {
            throw new SecretsUnavailableException($"{name} was written to Vault and does not come back as it was; it stays in the sealed file. Look at the path in Vault, and migrate again.", null);
        }

        await local.RemoveAsync(name, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static bool IsSame(Secret one, Secret other) => CryptographicOperations.FixedTimeEquals(one.Reveal(), other.Reveal());
}
