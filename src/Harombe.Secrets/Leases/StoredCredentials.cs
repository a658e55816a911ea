using System.Collections.Immutable;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.Leases;

/// <summary>Issues what is stored. There is no engine behind it: revoking means that this process forgets the value.</summary>
internal sealed class StoredCredentials(StoredSecrets stored) : ICredentialSource
{
    public string Name => "the sealed file";

    public bool IsVault => false;

    public bool IsIssued(SecretName name) => false;

    public async ValueTask<IssuedCredentials> IssueAsync(
        IReadOnlyList<SecretName> names, Func<EngineLease, ValueTask> remember, CancellationToken cancellationToken)
    {
        var values = new Dictionary<SecretName, Secret>();
        var missing = ImmutableArray.CreateBuilder<SecretName>();
        try
        {
            foreach (var name in names.Distinct())
            {
                // What the host keeps for itself is not there for tools: a tool that declared the audit log's key could sign in its name.
                if (!name.IsHostsOwn && await stored.Store.ReadAsync(name, cancellationToken).ConfigureAwait(false) is { } secret)
                {
                    values.Add(name, secret);
                }
                else
                {
                    missing.Add(name);
                }
            }

            return new IssuedCredentials(values, missing.ToImmutable());
        }
        catch
        {
            new IssuedCredentials(values, []).Dispose();
            throw;
        }
    }

    public ValueTask RevokeAsync(EngineLease lease, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
