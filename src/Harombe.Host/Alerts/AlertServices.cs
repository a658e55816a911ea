using Harombe.Core.Audit;
using Harombe.Host.Configuration;

namespace Harombe.Host.Alerts;

/// <summary>Registers alerts.</summary>
internal static class AlertServices
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Puts somebody who watches before the record. Comes after the record was registered.</summary>
    public static void AddAlerts(this IServiceCollection services, AlertsConfiguration configuration)
    {
        services.AddSingleton(configuration);
        services.AddSingleton<AlertWatch>();
        services.AddSingleton<Webhook>();
        services.AddHttpClient(Webhook.Client, client => client.Timeout = Patience)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });
        services.AddHostedService<AlertDelivery>();
        services.AddHostedService<RedactionWatch>();
        services.AddHostedService<VerificationWatch>();
        var record = services.Last(service => service.ServiceType == typeof(IAuditLog));
        services.Remove(record);
        services.AddSingleton<IAuditLog>(provider => new WatchedLog(
            (IAuditLog)(record.ImplementationFactory?.Invoke(provider) ?? throw new InvalidOperationException("The record is not made by a factory.")), provider.GetRequiredService<AlertWatch>()));
    }
}
