using Harombe.Audit.Anchors;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Entries;
using Harombe.Audit.Forwarding;
using Harombe.Audit.Retention;
using Harombe.Core.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Harombe.Audit;

/// <summary>Puts the record into a host.</summary>
public static class AuditServices
{
    /// <summary>The client for what the operator named outside: no redirects, no cookies, no proxy.</summary>
    internal const string Outside = "audit";

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
        services.TryAddSingleton<Anchoring>();
        services.TryAddSingleton<Erasure>();
        services.TryAddSingleton<Revealing>();
        services.TryAddSingleton<Forwards>();
        services.AddHttpClient(Outside, client => client.Timeout = TimeSpan.FromSeconds(30))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });
        services.AddHostedService<AuditRecovery>();
        services.AddHostedService(provider => provider.GetRequiredService<Forwards>());
        return services;
    }
}
