using System.Collections.Immutable;
using Harombe.Secrets.Rotation;
using Harombe.Secrets.Vault;

namespace Harombe.Host.Configuration;

/// <summary>The choices of the security layers. The audit log has none: it is on.</summary>
internal sealed record SecurityConfiguration(string CredentialsMethod, bool VaultOnly, VaultOptions? Vault, IReadOnlyList<RotationPlan> Rotations, string Isolation)
{
    public static SecurityConfiguration From(EffectiveConfiguration effective) =>
        new(effective.Value<string>(ConfigurationKeys.SecurityCredentialsMethod), effective.Value<string>(CredentialKeys.Profile) == "vault-only", VaultConfiguration.From(effective),
            [.. effective.Value<ImmutableArray<string>>(CredentialKeys.Rotations).Select(RotationPlan.Parse).OfType<RotationPlan>()],
            effective.Value<string>(ConfigurationKeys.SecurityIsolation));
}
