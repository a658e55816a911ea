using Harombe.Core.Audit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Harombe.Secrets.Leases;

/// <summary>Revokes the leases that outlived their process, at the start and until it has worked; those of this process that an engine could not be told of, too.</summary>
internal sealed partial class LeaseRecovery(LeaseBook book, LeaseEnding ending, TimeProvider time, ILogger<LeaseRecovery> log) : BackgroundService
{
    /// <summary>How these leases ended, for the record.</summary>
    public const string How = "recovered";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <summary>Tries once; how many are still left behind.</summary>
    public async Task<int> RecoverAsync(CancellationToken cancellationToken)
    {
        var left = 0;
        foreach (var lease in await book.LeftBehindAsync(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            left += await ending.EndAsync(lease, How).ConfigureAwait(false) ? 0 : 1;
        }

        return left;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do
            {
                await TryAsync(stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops. What is left behind is found at the next start.
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RecoverAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AuditUnavailableException or System.Data.Common.DbException)
        {
            NotYet(log, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "Leases that were left behind could not be looked at; they are tried again")]
    private static partial void NotYet(ILogger log, Exception cause);
}
