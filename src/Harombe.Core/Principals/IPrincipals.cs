namespace Harombe.Core.Principals;

/// <summary>Who there is. Thread-safe.</summary>
public interface IPrincipals
{
    /// <summary>The principal as it stands now, with the scope it has as a caller; null when it is unknown or revoked.</summary>
    ValueTask<Principal?> FindCallerAsync(PrincipalId id, CancellationToken cancellationToken);

    /// <summary>The principal as an approver; null when it has no token that answers questions, or none any more.</summary>
    ValueTask<Principal?> FindApproverAsync(PrincipalId id, CancellationToken cancellationToken);
}
