using Harombe.Core.Audit;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Harombe.Secrets.Rotation;

/// <summary>Rotates what is due, and reminds of what a person must rotate. A failure is tried again after a while, and the old value stands meanwhile.</summary>
internal sealed partial class RotationSchedule(SecretsOptions options, SecretRotation rotation, RotationLedger ledger, TimeProvider time, ILogger<RotationSchedule> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(15);
    private static readonly PrincipalId Self = new("host.schedule");

    /// <summary>Looks once at all of them; how many were rotated.</summary>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken)
    {
        var rotated = 0;
        foreach (var plan in options.Rotations.Where(plan => plan.Every is not null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = await ledger.FindAsync(plan.Name, cancellationToken).ConfigureAwait(false);
            var now = time.GetUtcNow();
            if (row.Rotated + plan.Every > now || (row.Fault.Length > 0 && row.Tried + (plan.Source == RotationSource.Person ? TimeSpan.FromDays(1) : Again) > now))
            {
                continue;
            }

            rotated += await RotateAsync(plan, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        return rotated;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            do
            {
                try
                {
                    await RunDueAsync(stoppingToken).ConfigureAwait(false);
                }
                catch (Exception e) when (e is AuditUnavailableException or System.Data.Common.DbException)
                {
                    NotYet(log, e);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops. What is due is found at the next start.
        }
    }

    private async Task<bool> RotateAsync(RotationPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Source == RotationSource.Person)
        {
            Due(log, plan.Name.Value, plan.Name.Value);
            await ledger.FailedAsync(plan.Name, "It is due; a person must bring the new value.").ConfigureAwait(false);
            return false;
        }

        try
        {
            if (await rotation.RotateAsync(plan.Name, null, check: true, Self, cancellationToken).ConfigureAwait(false) is not RotationOutcome.Refused refused)
            {
                Done(log, plan.Name.Value);
                return true;
            }

            Failed(log, plan.Name.Value, refused.Reason.Message);
        }
        catch (SecretsUnavailableException e)
        {
            Failed(log, plan.Name.Value, e.Message);
        }

        return false;
    }

    [LoggerMessage(LogLevel.Information, "The secret {Secret} was rotated.")]
    private static partial void Done(ILogger log, string secret);

    [LoggerMessage(LogLevel.Warning, "The secret {Secret} is due for rotation: harombe secrets rotate {Name}")]
    private static partial void Due(ILogger log, string secret, string name);

    [LoggerMessage(LogLevel.Error, "The secret {Secret} could not be rotated and is tried again: {Cause}")]
    private static partial void Failed(ILogger log, string secret, string cause);

    [LoggerMessage(LogLevel.Error, "Rotations could not be looked at; they are tried again")]
    private static partial void NotYet(ILogger log, Exception cause);
}
