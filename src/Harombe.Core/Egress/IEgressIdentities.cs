using Harombe.Core.Calls;
using Harombe.Core.Principals;

namespace Harombe.Core.Egress;

/// <summary>Gives a run or a child process its own identity at the egress proxy, so that the proxy knows who is dialing.</summary>
public interface IEgressIdentities
{
    /// <summary>An identity that may reach the given hosts, until it is disposed.</summary>
    ValueTask<EgressIdentity> IssueAsync(PrincipalId principal, CallId? call, IReadOnlyList<string> hosts, CancellationToken cancellationToken);
}

/// <summary>What a process needs to go through the proxy. Disposing it cuts its connections.</summary>
/// <param name="Endpoint">The proxy's address.</param>
/// <param name="Credential">User and password for it, as a URL's userinfo.</param>
/// <param name="CertificateAuthority">The PEM certificate to trust for inspected TLS; empty when nothing is inspected.</param>
/// <param name="Revoke">Ends the identity.</param>
public sealed record EgressIdentity(Uri Endpoint, string Credential, string CertificateAuthority, Func<ValueTask> Revoke) : IAsyncDisposable
{
    /// <summary>Ends the identity.</summary>
    public ValueTask DisposeAsync() => Revoke();
}
