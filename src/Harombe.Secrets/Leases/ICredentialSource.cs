using System.Collections.Immutable;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.Leases;

/// <summary>Where the values of leases come from. Thread-safe.</summary>
internal interface ICredentialSource
{
    /// <summary>Names it in refusals: <c>the sealed file</c>, <c>Vault</c>.</summary>
    string Name { get; }

    /// <summary>Whether it is one that the profile <c>vault-only</c> admits.</summary>
    bool IsVault { get; }

    /// <summary>Whether this secret is made for each call, and stored nowhere.</summary>
    bool IsIssued(SecretName name);

    /// <summary>The values of these secrets. What an engine issues is kept alive until it is revoked.</summary>
    /// <param name="names">The secrets.</param>
    /// <param name="remember">Makes an engine's lease durable; called before the value that it stands for is used.</param>
    /// <param name="cancellationToken">Gives up; what was issued until then was remembered.</param>
    /// <exception cref="SecretsUnavailableException">They can't be read. The message says why, and holds nothing secret.</exception>
    ValueTask<IssuedCredentials> IssueAsync(IReadOnlyList<SecretName> names, Func<EngineLease, ValueTask> remember, CancellationToken cancellationToken);

    /// <summary>Gives back what an engine issued, also by an earlier process. Done when the engine doesn't know it any more.</summary>
    /// <exception cref="SecretsUnavailableException">The engine can't be told now.</exception>
    ValueTask RevokeAsync(EngineLease lease, CancellationToken cancellationToken);
}

/// <summary>What a secret engine issued and can take back, by the engine's own name for it.</summary>
internal readonly record struct EngineLease(string Id);

/// <summary>The values that were issued, for the caller to dispose, and the names for which there are none.</summary>
internal sealed record IssuedCredentials(IReadOnlyDictionary<SecretName, Secret> Values, ImmutableArray<SecretName> Missing) : IDisposable
{
    public void Dispose()
    {
        foreach (var value in Values.Values)
        {
            value.Dispose();
        }
    }
}
