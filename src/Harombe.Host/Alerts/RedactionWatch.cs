using System.Diagnostics.Metrics;
using Harombe.Core.Telemetry;

namespace Harombe.Host.Alerts;

/// <summary>Hears of redactions by their metric: they happen in every layer, and all of them count there.</summary>
internal sealed class RedactionWatch(AlertWatch watch) : IHostedService, IDisposable
{
    private readonly MeterListener listener = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == Signals.Name && instrument.Name == "harombe.redactions")
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            var kind = tags.Length > 0 ? tags[0].Value as string ?? "" : "";
            for (var i = 0; i < count; i++)
            {
                watch.Redacted(kind);
            }
        });
        listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => listener.Dispose();
}
