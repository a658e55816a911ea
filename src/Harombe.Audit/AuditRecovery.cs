using Harombe.Audit.Entries;
using Harombe.Core.Audit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Harombe.Audit;

/// <summary>
/// Opens the record before any other hosted service starts. If that fails the host comes up all the same: every call is refused with the reason until
/// the cause is gone.
/// </summary>
internal sealed partial class AuditRecovery(SqliteAuditLog log, ILogger<AuditRecovery> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await log.RecoverAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (AuditUnavailableException e)
        {
            LogClosed(e);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Critical, Message = "There is no audit log, so no tool will run until there is one")]
    private partial void LogClosed(AuditUnavailableException why);
}
