using Harombe.Core.Secrets;

namespace Harombe.Core.Guard.Stations;

/// <summary>Stations 6 and 7. Leases the credentials that the tool declares, for the length of the call, and revokes them after, whatever happened.</summary>
internal sealed class LeaseStation(ILeases leases) : GuardStation
{
    public override Station Place => Station.Lease;

    private protected override async ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken)
    {
        if (call.Tool.Definition.Secrets.IsDefaultOrEmpty)
        {
            await next().ConfigureAwait(false);
            return;
        }

        switch (await leases.LeaseAsync(call.Checked, cancellationToken).ConfigureAwait(false))
        {
            case LeaseOutcome.Leased leased:
                await using (leased.Lease.ConfigureAwait(false))
                {
                    call.Lease = leased.Lease;
                    await next().ConfigureAwait(false);
                }

                break;
            case LeaseOutcome.Refused refused:
                call.Refuse(refused.Reason);
                break;
            case var unknown:
                throw new InvalidOperationException($"Unknown lease outcome {unknown.GetType().Name}.");
        }
    }
}
