using Harombe.Core.Approvals;
using Harombe.Core.State;
using Microsoft.Extensions.Hosting;

namespace Harombe.Policy.Approvals;

/// <summary>Settles at start what the last run left, and from then on every question whose time runs out.</summary>
internal sealed class ApprovalExpiryService(IStateStore state, ApprovalAftermath aftermath, ApprovalExpiry expiry, SteadyClock clock) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await aftermath.SettleAsync(cancellationToken).ConfigureAwait(false);
        foreach (var open in await state.ReadAsync(connection => ApprovalRows.Open(connection, clock.Now), cancellationToken).ConfigureAwait(false))
        {
            if (open.Approval.State == ApprovalState.Expired)
            {
                expiry.Hasten(open.Approval.Id);
            }
            else
            {
                expiry.Schedule(open.Approval);
            }
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await expiry.RunAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops. What has not expired yet is found at the next start.
        }
    }
}
