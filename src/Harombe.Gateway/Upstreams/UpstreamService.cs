using Harombe.Core.Secrets;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams.Administration;
using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Entries;
using Harombe.Gateway.Upstreams.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Harombe.Gateway.Upstreams;

/// <summary>Brings the upstreams up with the host, looks after them, and ends them with it. Waits for none of them to start.</summary>
internal sealed partial class UpstreamService(
    UpstreamSet set, EntryStore entries, Retirement retirement, SessionStart start, IOptions<GatewayOptions> options, ISecretScanner scanner, TimeProvider clock, ILogger<UpstreamService> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource stopping = new();
    private Task tending = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // A host that was killed could not end its children. Nobody else may run on this folder, so whatever bears its mark is left over.
        if (ProcessTree.Marked(start.Mark + "/").Count is > 0 and var left)
        {
            await ProcessTree.KillAsync(root: 0, start.Mark + "/", clock).ConfigureAwait(false);
            LeftOver(log, left);
        }

        foreach (var entry in options.Value.Upstreams)
        {
            await set.TakeAsync(entry, isAdded: false, cancellationToken).ConfigureAwait(false);
        }

        foreach (var written in await entries.AllAsync(cancellationToken).ConfigureAwait(false))
        {
            var faults = new List<EntryFault>();
            if (EntryReading.Read(written, options.Value.UpstreamFolder, faults) is { } entry && !set.All.ContainsKey(entry.Name))
            {
                await set.TakeAsync(entry, isAdded: true, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                NotTaken(log, faults.Count > 0 ? faults[0].ToString() : "one of the same name stands in the configuration");
            }
        }

        // Entries that an earlier version kept, or that stand in a file: they go on working, and somebody should know.
        foreach (var held in set.All.Values)
        {
            if (OpenSecrets.Find(held.Entry.Written, scanner) is { } open)
            {
                InTheOpen(log, held.Entry.Name, open, OpenSecrets.Remedy);
            }
        }

        tending = TendAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await tending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(set.All.Values.Select(held => held.EndAsync().AsTask()).Append(retirement.EndAsync())).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    private async Task TendAsync()
    {
        using var timer = new PeriodicTimer(Round, clock);
        while (await timer.WaitForNextTickAsync(stopping.Token).ConfigureAwait(false))
        {
            foreach (var held in set.All.Values)
            {
                held.Tend();
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} processes of upstream servers were left over from a host that was killed, and are ended")]
    private static partial void LeftOver(ILogger log, int count);

    [LoggerMessage(LogLevel.Warning, "Upstream {Upstream}: {Open}. {Remedy} Then add it anew.")]
    private static partial void InTheOpen(ILogger log, string upstream, string open, string remedy);

    [LoggerMessage(LogLevel.Error, "A stored upstream is left out: {Why}")]
    private static partial void NotTaken(ILogger log, string why);
}
