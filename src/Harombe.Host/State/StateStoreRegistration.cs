using Harombe.Core.State;
using Harombe.Host.Backups;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Harombe.Host.State;

/// <summary>Puts the state store into the host.</summary>
internal static class StateStoreRegistration
{
    /// <summary>
    /// Registers <see cref="IStateStore"/> over the given file. It is opened and migrated when the host starts, by all
    /// <see cref="StateMigrations"/> that were registered; if that fails, the host doesn't start.
    /// </summary>
    public static IServiceCollection AddStateStore(this IServiceCollection services, string file)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IStateStore>(provider => SqliteStateStore.Open(
            file, provider.GetServices<StateMigrations>(), provider.GetRequiredService<TimeProvider>(), provider.GetService<MigrationBackup>() is { } backup ? backup.Make : null));
        services.AddHostedService<Opening>();
        return services;
    }

    // Singletons are made when first asked for; a database that is refused must be refused at start, not at somebody's first call.
    private sealed class Opening(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            services.GetRequiredService<IStateStore>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
