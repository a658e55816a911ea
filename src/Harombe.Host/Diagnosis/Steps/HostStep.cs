using Harombe.Host.Commands.Connection;
using Harombe.Host.Hosting;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>The running host, by its own report.</summary>
internal sealed class HostStep : IStep
{
    public string Name => "host";

    public IReadOnlyList<string> Needs => [];

    public bool OnlyAtRest => false;

    public async Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken)
    {
        if (patient.Host is not { } host)
        {
            return Finding.NotTried(Name, "none runs; start one with 'harombe up'");
        }

        if ((await host.GetAsync("/readyz", cancellationToken).ConfigureAwait(false)).As(HostingJson.Default.ReadyReport, host).Failed(out var stop, out var report))
        {
            return Finding.Fails(Name, $"{host.Url}: {stop.Message}", stop.Remedy);
        }

        var failing = report.Layers.Where(layer => !layer.Ready).ToList();
        return failing.Count == 0
            ? Finding.Works(Name, $"{host.Url}, every layer ready")
            : Finding.Fails(Name, $"{host.Url}: {string.Join("; ", failing.Select(layer => $"{layer.Layer}: {layer.Detail}"))}", "What stands above may be the cause; else look at the host's log.");
    }
}
