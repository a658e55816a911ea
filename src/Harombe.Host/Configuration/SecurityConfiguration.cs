using Harombe.Secrets.Vault;

namespace Harombe.Host.Configuration;

/// <summary>The choices of the security layers. The audit log has none: it is on.</summary>
internal sealed record SecurityConfiguration(string CredentialsMethod, bool VaultOnly, VaultOptions? Vault, string Isolation)
{
    public static SecurityConfiguration From(EffectiveConfiguration effective) =>
        new(effective.Value<string>(ConfigurationKeys.SecurityCredentialsMethod), effective.Value<string>(VaultKeys.Profile) == "vault-only", VaultConfiguration.From(effective),
            effective.Value<string>(ConfigurationKeys.SecurityIsolation));
}
