using System.Collections.Immutable;
using Harombe.Core.Secrets;
using Harombe.Secrets.Rotation;
using Harombe.Secrets.Vault;

namespace Harombe.Host.Configuration;

/// <summary>The choices of the security layers. The audit log has none: it is on.</summary>
internal sealed record SecurityConfiguration(string CredentialsMethod, bool VaultOnly, VaultOptions? Vault, IReadOnlyList<RotationPlan> Rotations, string Isolation, string? KeyFile, string? PassphraseFile, ScanEffects Scanner)
{
    public static SecurityConfiguration From(EffectiveConfiguration effective) =>
        new(effective.Value<string>(ConfigurationKeys.SecurityCredentialsMethod), effective.Value<string>(CredentialKeys.Profile) == "vault-only", VaultConfiguration.From(effective),
            [.. effective.Value<ImmutableArray<string>>(CredentialKeys.Rotations).Select(RotationPlan.Parse).OfType<RotationPlan>()],
            effective.Value<string>(ConfigurationKeys.SecurityIsolation), effective.Text(SealedFileKeys.KeyFile), effective.Text(SealedFileKeys.PassphraseFile),
            new ScanEffects(EffectOf(effective, ConfigurationKeys.ScannerArguments), EffectOf(effective, ConfigurationKeys.ScannerResults)));

    private static ScanEffect EffectOf(EffectiveConfiguration effective, ConfigurationKey key) => Enum.Parse<ScanEffect>(effective.Value<string>(key), ignoreCase: true);
}
