using Harombe.Core.Secrets;
using Harombe.Secrets.SealedFile;

namespace Harombe.Secrets.Vault;

/// <summary>Asks Vault how it is, then logs in and lists what it keeps for us.</summary>
internal sealed class VaultCheck(IVault vault, VaultOptions options, SealedFileHealth own, VaultSecrets secrets) : ISecretsHealth
{
    public async ValueTask<SecretsHealth> CheckAsync(CancellationToken cancellationToken)
    {
        // The login's own credential stands in the sealed file.
        if (await own.CheckAsync(cancellationToken).ConfigureAwait(false) is { Serves: false } closed)
        {
            return closed;
        }

        try
        {
            var health = await vault.HealthAsync(cancellationToken).ConfigureAwait(false);
            var where = $"Vault {health.Version} at {options.Address}";
            return health.Serves
                ? new SecretsHealth(true, $"{where} ({Name(health.Node)}): {(await secrets.ListAsync(cancellationToken).ConfigureAwait(false)).Count} stored")
                : new SecretsHealth(false, $"{where} is {Name(health.Node)}.", Remedy(health.Node));
        }
        catch (VaultException e)
        {
            return new SecretsHealth(false, e.Message, "See that security.credentials.vault_addr is right and the server runs ('vault status').");
        }
        catch (SecretsUnavailableException e)
        {
            return new SecretsHealth(false, e.Message, "See that the login (security.credentials.vault_login, vault_credential) and its policy are right; deploy/vault has the policy that is needed.");
        }
    }

    private static string Name(VaultNode node) => node switch
    {
        VaultNode.Active => "active",
        VaultNode.Standby => "standing by",
        VaultNode.PerformanceStandby => "a performance standby",
        VaultNode.DisasterSecondary => "a disaster-recovery secondary",
        VaultNode.Stranded => "a standby that can't reach the active node",
        VaultNode.Uninitialized => "not initialised",
        VaultNode.Sealed => "sealed",
        VaultNode.Removed => "taken out of its cluster",
        _ => "in a state that it doesn't tell",
    };

    private static string Remedy(VaultNode node) => node switch
    {
        VaultNode.Sealed => "Unseal it with 'vault operator unseal'; the host goes on by itself.",
        VaultNode.Uninitialized => "Initialise it with 'vault operator init', then set it up as deploy/vault says.",
        _ => "Name a node that serves in security.credentials.vault_addr.",
    };
}
