using System.Security.Cryptography;
using System.Text;
using Harombe.Audit;
using Harombe.Audit.Checkpoints;
using Harombe.Core.Audit;
using Harombe.Core.Secrets;
using Harombe.Host.Access;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;
using Harombe.Secrets;

namespace Harombe.Host.Commands.Secrets;

/// <summary>The secrets of a folder that no host runs in. Holds the folder's lock, so that none starts meanwhile.</summary>
internal sealed class OfflineSecrets : SecretDoor
{
    private readonly DataFolder owned;
    private readonly ServiceProvider services;
    private readonly SecretChanges changes;

    public OfflineSecrets(DataFolder owned, HarombeConfiguration configuration, TimeProvider clock)
    {
        this.owned = owned;
        var folder = configuration.Data.Folder;
        services = new ServiceCollection()
            .AddSingleton(clock)
            .AddLogging()
            .AddHarombeAudit(options => options.Folder = folder)
            .AddHarombeSecrets(options => (options.Folder, options.Vault) = (folder, configuration.Security.Vault))
            .AddSingleton<SecretChanges>()
            .BuildServiceProvider();
        changes = services.GetRequiredService<SecretChanges>();
    }

    public override async Task<Answer<SecretNames>> ListAsync(CancellationToken cancellationToken) =>
        new SecretNames([.. (await changes.ListAsync(cancellationToken).ConfigureAwait(false)).Select(name => name.Value)]);

    public override async Task<Stop?> StoreAsync(SecretName name, string value, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        using var secret = new Secret(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        await changes.StoreAsync(name, secret, Owner.Id, cancellationToken).ConfigureAwait(false);
        return null;
    }

    public override async Task<Stop?> RemoveAsync(SecretName name, CancellationToken cancellationToken) =>
        await changes.RemoveAsync(name, Owner.Id, cancellationToken).ConfigureAwait(false) ? null : SecretFaults.Unknown(name);

    public override async Task<Answer<SecretsMigrated>> MigrateAsync(bool overwrite, CancellationToken cancellationToken) =>
        services.GetService<ISecretMigration>() is { } migration
            ? SecretsMigrated.Of(await migration.MigrateAsync(overwrite, cancellationToken).ConfigureAwait(false))
            : new Stop(ExitCode.Failed, SecretsMigrated.NoVault.Rule, SecretsMigrated.NoVault.Message, SecretsMigrated.NoVault.Remedy);

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await services.GetRequiredService<CheckpointKeeping>().SignOfflineAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (AuditUnavailableException)
        {
            // What was recorded stands; the host signs it when it starts, or says why it can't.
        }

        // The log closes before the folder is given back.
        await services.DisposeAsync().ConfigureAwait(false);
        owned.Dispose();
    }
}
