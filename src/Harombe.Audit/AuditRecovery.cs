using Harombe.Audit.Anchors;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Entries;
using Harombe.Audit.Retention;
using Harombe.Core.Audit;
using Harombe.Core.Secrets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Harombe.Audit;

/// <summary>
/// The record's life within the host's. It is opened before any other hosted service starts; if that fails the host comes up all the same: every
/// call is refused with the reason until the cause is gone. It is signed while it grows and once more when everything else has stopped.
/// </summary>
internal sealed partial class AuditRecovery(
    SqliteAuditLog log, CheckpointKeeping checkpoints, Anchoring anchoring, Erasure erasure, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditRecovery> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly string Version = typeof(AuditRecovery).Assembly.GetName().Version?.ToString(3) ?? "0";

    private static readonly TimeSpan EraseEvery = TimeSpan.FromHours(6);

    private readonly CancellationTokenSource stopping = new();
    private Task signing = Task.CompletedTask;
    private DateTimeOffset anchorAt, eraseAt;
    private bool opened;
    private string? told;

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

        await TryOpenAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        signing = Task.Run(() => SignAsync(stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await signing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await log.AppendAsync(new HostChanged("stopped", Version) { Time = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        }
        catch (AuditUnavailableException e)
        {
            LogClosed(e);
        }

        await TrySignAsync(cancellationToken).ConfigureAwait(false);
        if (anchoring.HasAny && opened)
        {
            await TryAsync(() => anchoring.PublishAsync(cancellationToken)).ConfigureAwait(false);
        }
    }

    public void Dispose() => stopping.Dispose();

    private async Task SignAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.CheckpointSeconds), time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            if (opened || await TryOpenAsync(cancellationToken).ConfigureAwait(false))
            {
                await TrySignAsync(cancellationToken).ConfigureAwait(false);
                await NowAndThenAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task NowAndThenAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (anchoring.HasAny && now >= anchorAt)
        {
            anchorAt = now + options.Value.AnchorEvery;
            await TryAsync(() => anchoring.PublishAsync(cancellationToken)).ConfigureAwait(false);
        }

        if (options.Value.RetentionDays > 0 && now >= eraseAt)
        {
            eraseAt = now + EraseEvery;
            await TryAsync(() => erasure.BeforeAsync(now.AddDays(-options.Value.RetentionDays), cancellationToken).AsTask()).ConfigureAwait(false);
        }
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            LogUnsigned(e);
        }
    }

    private async ValueTask<bool> TryOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await checkpoints.OpenAsync(cancellationToken).ConfigureAwait(false);
            opened = true;
            return true;
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Tell(e);
            return false;
        }
    }

    private async ValueTask TrySignAsync(CancellationToken cancellationToken)
    {
        try
        {
            await checkpoints.SignAsync(cancellationToken).ConfigureAwait(false);
            (told, checkpoints.Trouble) = (null, null);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Tell(e);
        }
    }

    // What a disk and a store for secrets can do. It is tried again until it works; a host without signatures is better than none, and says so.
    private static bool IsTrouble(Exception e) => e is AuditUnavailableException or SecretsUnavailableException or IOException or UnauthorizedAccessException;

    // Once for each cause: it is tried again every second.
    private void Tell(Exception e)
    {
        checkpoints.Trouble = e.Message;
        if (told != e.Message)
        {
            told = e.Message;
            LogUnsigned(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "There is no audit log, so no tool will run until there is one")]
    private partial void LogClosed(AuditUnavailableException why);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The audit log is not signed")]
    private partial void LogUnsigned(Exception why);
}
