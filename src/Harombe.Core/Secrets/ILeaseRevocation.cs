using System.Collections.Immutable;
using Harombe.Core.Principals;
using Harombe.Core.Tools;

namespace Harombe.Core.Secrets;

/// <summary>The emergency path: takes away everything that a tool or a principal was ever leased. Thread-safe.</summary>
public interface ILeaseRevocation
{
    /// <summary>
    /// Blocks the subject from further leases, ends those it has, has engines take back what they issued, and quarantines every stored secret that it was ever
    /// given: none of them is leased to anybody until it has another value. Durable when it returns; repeating it is harmless.
    /// </summary>
    /// <exception cref="Audit.AuditUnavailableException">It can't be recorded; what was done before stands.</exception>
    ValueTask<RevocationReport> RevokeAsync(LeaseSubject subject, PrincipalId by, CancellationToken cancellationToken);

    /// <summary>Lets the subject lease again; false when it was not blocked. Quarantines stay until the secrets have other values.</summary>
    ValueTask<bool> LiftAsync(LeaseSubject subject, PrincipalId by, CancellationToken cancellationToken);

    /// <summary>The stored secrets that still have the value with which they were quarantined: leased to nobody.</summary>
    ValueTask<ImmutableArray<SecretName>> QuarantinedAsync(CancellationToken cancellationToken);
}

/// <summary>Whose leases are meant: a tool's, whoever calls it, or a principal's, whatever it calls.</summary>
public abstract record LeaseSubject
{
    private LeaseSubject()
    {
    }

    /// <summary>A tool.</summary>
    public sealed record OfTool(ToolName Tool) : LeaseSubject;

    /// <summary>A principal.</summary>
    public sealed record OfPrincipal(PrincipalId Principal) : LeaseSubject;
}

/// <summary>What the emergency path did.</summary>
/// <param name="Ended">How many leases that were running it ended.</param>
/// <param name="Quarantined">The stored secrets that need another value now.</param>
/// <param name="Unread">Those that it touched and that could not be read; they are leased to nobody while that is so.</param>
public sealed record RevocationReport(int Ended, ImmutableArray<SecretName> Quarantined, ImmutableArray<SecretName> Unread);
