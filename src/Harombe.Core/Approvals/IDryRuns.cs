using Harombe.Core.Principals;

namespace Harombe.Core.Approvals;

/// <summary>What tools say that waiting calls would do. Thread-safe.</summary>
public interface IDryRuns
{
    /// <summary>
    /// What the tool of a waiting call says it would do, for the caller's own user: one line each, bounded, scanned, and counted as read by the caller. Null where
    /// it offers nothing, or where the caller may not use what it offers.
    /// </summary>
    ValueTask<IReadOnlyList<string>?> ForCallerAsync(Approval approval, Principal caller, CancellationToken cancellationToken);
}
