using Harombe.Core.Privacy;
using Harombe.Core.Secrets;
using Harombe.Core.State;
using Harombe.Secrets.Leases;
using Harombe.Secrets.Migration;
using Harombe.Secrets.Personal;
using Harombe.Secrets.Rotation;
using Harombe.Secrets.Scanning;
using Harombe.Secrets.Scanning.Issued;
using Harombe.Secrets.SealedFile;
using Harombe.Secrets.Vault;
using Harombe.Secrets.Vault.Engines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Harombe.Secrets;

/// <summary>Adds the credentials station.</summary>
public static class SecretsRegistration
{
    /// <summary>
    /// Registers <see cref="ISecrets"/> and <see cref="ISecretScanner"/>, both singletons.
    /// Resolving the scanner reads the store first, so that no text is ever scanned by one that doesn't know the issued secrets;
    /// it throws <see cref="SecretsUnavailableException"/> when the store can't be read.
    /// </summary>
    /// <exception cref="ArgumentException">An option is missing or out of range.</exception>
    public static IServiceCollection AddHarombeSecrets(this IServiceCollection services, Action<SecretsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new SecretsOptions();
        configure(options);
        options.Validate();

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<IssuedSecrets>();
        services.AddSingleton(provider => new SealedFileSecrets(
            options,
            provider.GetRequiredService<IssuedSecrets>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SealedFileHealth>();
        services.AddSingleton<ISealingKey>(provider => provider.GetRequiredService<SealedFileSecrets>());
        if (options.Vault is { } vault)
        {
            services.AddVault(vault);
        }
        else
        {
            services.AddSingleton(provider => new StoredSecrets(provider.GetRequiredService<SealedFileSecrets>()));
            services.AddSingleton<ICredentialSource, StoredCredentials>();
            services.AddSingleton<ISecretsHealth>(provider => provider.GetRequiredService<SealedFileHealth>());
            services.AddSingleton<IVaultRotation, NoVaultRotation>();
        }

        services.AddSingleton(provider => provider.GetRequiredService<StoredSecrets>().Store);
        services.AddSingleton<IPersonalDataFinder, PersonalDataFinder>();
        services.AddSingleton<ISecretScanner>(provider =>
        {
            provider.GetRequiredService<SealedFileSecrets>().Load();
            return new SecretScanner(provider.GetRequiredService<IssuedSecrets>());
        });
        return services;
    }

    /// <summary>
    /// Registers <see cref="ILeases"/> and <see cref="IPlaceholderResolver"/> over what <see cref="AddHarombeSecrets"/> has registered, and the service that
    /// revokes what an earlier process left behind. The host must add an <see cref="IStateStore"/> and an <see cref="Core.Audit.IAuditLog"/> first.
    /// </summary>
    public static IServiceCollection AddHarombeLeases(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(new StateMigrations("secrets", typeof(SecretsRegistration).Assembly, "Harombe.Secrets.Leases.Migrations"));
        services.AddSingleton<LeaseBook>();
        services.AddSingleton<LeaseEnding>();
        services.AddSingleton<LivePlaceholders>();
        services.AddSingleton<Quarantine>();
        services.Replace(ServiceDescriptor.Singleton<ISecrets, HeldSecrets>());
        services.AddSingleton<ILeaseRevocation, EmergencyRevocation>();
        services.AddSingleton<IPlaceholderResolver>(provider => provider.GetRequiredService<LivePlaceholders>());
        services.AddSingleton<ILeases, CallLeases>();
        services.AddSingleton<RotationLedger>();
        services.AddSingleton<SecretRotation>();
        services.AddSingleton<ISecretRotation>(provider => provider.GetRequiredService<SecretRotation>());
        services.AddSingleton<RotationSchedule>();
        services.AddHostedService(provider => provider.GetRequiredService<RotationSchedule>());
        services.AddSingleton<LeaseRecovery>();
        services.AddHostedService(provider => provider.GetRequiredService<LeaseRecovery>());
        return services;
    }

    private static void AddVault(this IServiceCollection services, VaultOptions options)
    {
        services.AddLogging();
        services.AddSingleton(options);
        // A client from a package goes here, if it is registered first.
        services.TryAddSingleton<IVault>(provider => new VaultClient(
            options,
            provider.GetRequiredService<SealedFileSecrets>(),
            provider.GetRequiredService<IssuedSecrets>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<VaultClient>>()));
        services.AddSingleton<EngineLeases>();
        services.AddSingleton<EnginePaths>();
        services.AddSingleton<IVaultRotation, VaultRotation>();
        services.AddSingleton<ICredentialSource, VaultCredentials>();
        services.AddSingleton<VaultSecrets>();
        services.AddSingleton<ISecretsHealth, VaultCheck>();
        services.AddSingleton(provider => new StoredSecrets(provider.GetRequiredService<VaultSecrets>()));
        services.AddSingleton<ISecretMigration, VaultMigration>();
    }
}
