using Harombe.Audit.Verification;
using Harombe.Host.Configuration;

namespace Harombe.Host.Alerts;

/// <summary>Verifies the record now and then while the host runs: a change that nobody looks for is found all the same.</summary>
internal sealed partial class VerificationWatch(HarombeConfiguration configuration, AlertWatch watch, TimeProvider clock, ILogger<VerificationWatch> log) : BackgroundService
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var pause = AfterStart; ; pause = configuration.Alerts.Verify)
            {
                await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(false);
                await Task.Run(() => Verify(stoppingToken), stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private void Verify(CancellationToken cancellationToken)
    {
        switch (AuditVerification.Verify(Path.Combine(configuration.Data.Folder, "audit.db"), null, null, cancellationToken))
        {
            case AuditVerdict.Tampered tampered:
                watch.Tampered(tampered.What);
                break;
            case AuditVerdict.CouldNotCheck could:
                NotChecked(log, could.Why);
                break;
            case AuditVerdict.Intact intact:
                Checked(log, intact.Head.Size);
                break;
        }
    }

    [LoggerMessage(LogLevel.Information, "The record is intact: {Entries} entries")]
    private static partial void Checked(ILogger log, long entries);

    [LoggerMessage(LogLevel.Warning, "The record could not be verified: {Why}")]
    private static partial void NotChecked(ILogger log, string why);
}
