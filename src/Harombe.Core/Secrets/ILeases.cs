using Harombe.Core.Calls;

namespace Harombe.Core.Secrets;

/// <summary>Credentials for the length of one call. Thread-safe.</summary>
public interface ILeases
{
    /// <summary>Leases every secret that the call's tool declares, or none. Only called for tools that declare some.</summary>
    ValueTask<LeaseOutcome> LeaseAsync(ToolCall call, CancellationToken cancellationToken);
}

/// <summary>What came of a request to lease.</summary>
public abstract record LeaseOutcome
{
    private LeaseOutcome()
    {
    }

    /// <summary>The credentials are ready; disposing the lease revokes them.</summary>
    public sealed record Leased(ILease Lease) : LeaseOutcome;

    /// <summary>At least one could not be leased; the reason names it.</summary>
    public sealed record Refused(Reason Reason) : LeaseOutcome;
}
