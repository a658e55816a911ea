using System.Collections.Immutable;

namespace Harombe.Core.Secrets;

/// <summary>
/// Moves the secrets of the sealed file to Vault, one by one: written, read back, compared, and only then removed here. May be repeated and interrupted at any
/// point: what is done stays done, and a secret is at no moment in neither place. Thread-safe.
/// </summary>
public interface ISecretMigration
{
    /// <param name="overwrite">Replaces what Vault has under a name with another value. Otherwise such a secret stays where it is.</param>
    /// <param name="cancellationToken">Stops between two secrets.</param>
    /// <exception cref="SecretsUnavailableException">One of the two can't be reached. What was moved before stays moved.</exception>
    ValueTask<MigrationReport> MigrateAsync(bool overwrite, CancellationToken cancellationToken);
}

/// <summary>What came of a migration.</summary>
/// <param name="Moved">In Vault now, and no longer here.</param>
/// <param name="Differing">Vault has another value under the name; nothing was done.</param>
/// <param name="Staying">What the host logs in to Vault with, which stays here.</param>
public sealed record MigrationReport(ImmutableArray<SecretName> Moved, ImmutableArray<SecretName> Differing, ImmutableArray<SecretName> Staying);
