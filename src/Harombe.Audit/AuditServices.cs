using Harombe.Audit.Checkpoints;
using Harombe.Audit.Entries;
using Harombe.Core.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Harombe.Audit;

/// <summary>Puts the record into a host.</summary>
public static class AuditServices
{
    /// <summary>Adds <see cref="IAuditLog"/> and its recovery at start. Options are checked at start.</summary>
    public static IServiceCollection AddHarombeAudit(this IServiceCollection services, Action<AuditOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<AuditOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LogKeys>();
        services.TryAddSingleton<SqliteAuditLog>();
        services.TryAddSingleton<CheckpointKeeping>();
        services.TryAddSingleton<IAuditLog>(provider => provider.GetRequiredService<SqliteAuditLog>());
        services.AddHostedService<AuditRecovery>();
        return services;
    }
}
