using System.Collections.Concurrent;
using Harombe.Secrets.Leases;
using Microsoft.Extensions.Logging;

namespace Harombe.Secrets.Vault.Engines;

/// <summary>Keeps what engines issued alive, renewing each at two thirds of its time, until it is revoked. Thread-safe.</summary>
internal sealed partial class EngineLeases(IVault vault, TimeProvider time, ILogger<EngineLeases> log) : IDisposable
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<EngineLease, ITimer> kept = new();

    /// <summary>How many are kept alive.</summary>
    public int Count => kept.Count;

    /// <summary>Renews a lease from now on.</summary>
    public void Keep(EngineLease lease, TimeSpan duration, bool isRenewable)
    {
        if (!isRenewable || duration <= TimeSpan.Zero)
        {
            return;
        }

        // Made idle and started afterwards, so that it can't fire before it is listed.
        var timer = time.CreateTimer(_ => RenewAsync(lease, duration), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (kept.TryAdd(lease, timer))
        {
            Schedule(timer, duration);
        }
        else
        {
            timer.Dispose();
        }
    }

    /// <summary>Gives a lease back; done when Vault doesn't know it.</summary>
    /// <exception cref="VaultException">Vault can't be told.</exception>
    public async ValueTask RevokeAsync(EngineLease lease, CancellationToken cancellationToken)
    {
        Forget(lease);
        try
        {
            (await vault.WriteAsync("sys/leases/revoke", body => body.WriteString("lease_id", lease.Id), once: false, cancellationToken).ConfigureAwait(false))?.Dispose();
        }
        catch (VaultException e) when (e.Fault == VaultFault.Invalid)
        {
            // Over already.
            Unknown(log, e.Message);
        }
    }

    public void Dispose()
    {
        foreach (var lease in kept.Keys)
        {
            Forget(lease);
        }
    }

    private async void RenewAsync(EngineLease lease, TimeSpan duration)
    {
        try
        {
            using var answer = await vault.WriteAsync(
                "sys/leases/renew",
                body =>
                {
                    body.WriteString("lease_id", lease.Id);
                    body.WriteNumber("increment", (long)duration.TotalSeconds);
                },
                once: false,
                CancellationToken.None).ConfigureAwait(false);
            if (kept.TryGetValue(lease, out var timer) && answer is { IsRenewable: true } && answer.LeaseDuration > TimeSpan.Zero)
            {
                Schedule(timer, answer.LeaseDuration);
            }
        }
        catch (Exception e)
        {
            // The edge: nobody waits for a timer. The tool that uses it is told by the service that the credential is for.
            NotRenewed(log, lease.Id, e.Message);
            if (e is VaultException { IsTransient: true } or VaultException { Fault: VaultFault.Open } && kept.TryGetValue(lease, out var timer))
            {
                Schedule(timer, Soonest);
            }
        }
    }

    private static void Schedule(ITimer timer, TimeSpan duration)
    {
        var delay = duration * 2 / 3;
        timer.Change(delay > Soonest ? delay : Soonest, Timeout.InfiniteTimeSpan);
    }

    private void Forget(EngineLease lease)
    {
        if (kept.TryRemove(lease, out var timer))
        {
            timer.Dispose();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The lease {Lease} could not be renewed: {Cause}")]
    private static partial void NotRenewed(ILogger log, string lease, string cause);

    [LoggerMessage(LogLevel.Debug, "Vault doesn't know a lease that was to be revoked: {Cause}")]
    private static partial void Unknown(ILogger log, string cause);
}
