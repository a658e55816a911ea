using System.Diagnostics.Metrics;
using Harombe.Core.Secrets;
using Harombe.Core.Telemetry;
using Harombe.Host.Configuration;

namespace Harombe.Host.Alerts;

/// <summary>Delivers alerts one after the other: to the log and the metrics always, to the webhook with a bounded number of tries.</summary>
internal sealed partial class AlertDelivery(
    AlertWatch watch, Webhook webhook, AlertsConfiguration configuration, ISecretScanner scanner, TimeProvider clock, ILogger<AlertDelivery> log) : BackgroundService
{
    private const int Tries = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly Counter<long> Alerts = Signals.Meter.CreateCounter<long>("harombe.alerts", "{alert}", "Alerts that were raised, by kind.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var alert in watch.Raised.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            {
                await DeliverAsync(alert with { Subject = scanner.Redact(alert.Subject).Value, Message = scanner.Redact(alert.Message).Value }, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what was raised stands in the record that it was raised from.
        }
    }

    private async Task DeliverAsync(Alert alert, CancellationToken cancellationToken)
    {
        Alerts.Add(1, new KeyValuePair<string, object?>("harombe.alert.kind", alert.Kind));
        Raised(log, alert.Kind, alert.Message, alert.Next, alert.Id);
        if (configuration.Webhook is null)
        {
            return;
        }

        var pause = FirstPause;
        for (var attempt = 1; ; attempt++, pause *= 4)
        {
            try
            {
                var (fault, again) = await webhook.PostAsync(alert, cancellationToken).ConfigureAwait(false);
                if (fault is null)
                {
                    return;
                }

                if (!again || attempt == Tries)
                {
                    NotDelivered(log, alert.Id, attempt, fault);
                    return;
                }
            }
            catch (SecretsUnavailableException e)
            {
                NotDelivered(log, alert.Id, attempt, e.Message);
                return;
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Alert {Kind}: {What} Look at it with '{Next}' ({Id})")]
    private static partial void Raised(ILogger log, string kind, string what, string next, string id);

    [LoggerMessage(LogLevel.Error, "Alert {Id} did not reach the webhook in {Attempts} tries: {Fault}")]
    private static partial void NotDelivered(ILogger log, string id, int attempts, string fault);
}
