using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.Schedules;

/// <summary>Waits for the next time of any schedule. Looks at least once a minute, since clocks are set and machines sleep.</summary>
internal sealed partial class Scheduling(ScheduledRuns runs, AgentOptions options, TimeProvider clock, ILogger<Scheduling> log) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Schedules.Count == 0)
        {
            return;
        }

        try
        {
            while (true)
            {
                await Task.Delay(await LookAsync(stoppingToken).ConfigureAwait(false), clock, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async ValueTask<TimeSpan> LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            var next = await runs.RunDueAsync(stoppingToken).ConfigureAwait(false) - clock.GetUtcNow();
            return next is { } wait && wait < Longest ? wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1) : Longest;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // The store is away for a moment: what is due stays due.
            NotLooked(log, e);
            return Longest;
        }
    }

    [LoggerMessage(LogLevel.Error, "The schedules could not be looked at; trying again")]
    private static partial void NotLooked(ILogger log, Exception cause);
}
