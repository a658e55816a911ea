using System.Collections.Immutable;
using Harombe.Core.Secrets;
using Harombe.Host.Configuration.Values;
using Harombe.Secrets.Vault;

namespace Harombe.Host.Configuration.Checks;

/// <summary>Vault is reached by an address that keeps the token safe, logged in to with all that the method needs, and told places that are places.</summary>
internal sealed class VaultConnection : IConfigurationCheck
{
    public IReadOnlyList<ConfigurationKey> Keys { get; } = [ConfigurationKeys.SecurityCredentialsMethod, .. CredentialKeys.All];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        if (effective.Value<string>(ConfigurationKeys.SecurityCredentialsMethod) != "vault")
        {
            if (effective.Value<string>(CredentialKeys.Profile) == "vault-only")
                yield return Fault(effective, CredentialKeys.Profile, "refuses every lease, since the secrets are kept in the sealed file", "Set security.credentials.method: vault, or remove the key");
            yield break;
        }

        if (!effective.Has(CredentialKeys.Address))
            yield return Fault(effective, ConfigurationKeys.SecurityCredentialsMethod, "is vault, and nobody says where Vault is", "Set security.credentials.vault_addr");
        else if (!IsSafe(effective.Value<Uri>(CredentialKeys.Address)))
            yield return Fault(effective, CredentialKeys.Address, "would send the token unencrypted to another machine", "Use https");
        foreach (var node in effective.Value<ImmutableArray<string>>(CredentialKeys.Nodes))
            if (!Uri.TryCreate(node, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || !IsSafe(url))
                yield return Fault(effective, CredentialKeys.Nodes, "names a node that is no https address", "Write each as https://vault-2.example.com:8200");
        if (effective.Value<string>(CredentialKeys.Login) is "approle" or "kubernetes" && effective.Text(CredentialKeys.Role) is not { Length: > 0 })
            yield return Fault(effective, CredentialKeys.Login, "needs a role", "Set security.credentials.vault_role");
        if (effective.Value<string>(CredentialKeys.Login) == "kubernetes" && !effective.Has(CredentialKeys.CredentialFile))
            yield return Fault(effective, CredentialKeys.Login, "needs the service account's token", "Set security.credentials.vault_credential_file, usually to /var/run/secrets/kubernetes.io/serviceaccount/token");
        if (!effective.Value<SecretReference>(CredentialKeys.Credential).Name.StartsWith(VaultOptions.OwnNames, StringComparison.Ordinal))
            yield return Fault(effective, CredentialKeys.Credential, $"must be a name below {VaultOptions.OwnNames}, which stays in the sealed file", "Write secret://vault/credential");
        foreach (var written in effective.Value<ImmutableArray<string>>(CredentialKeys.Paths))
            if (written.Split('=', 2) is not [var name, var place] || !SecretName.TryParse(name.Trim(), out _) || !VaultOptions.IsPlace(place.Trim()))
                yield return Fault(effective, CredentialKeys.Paths, "has an item that is no name, '=', path, '#' and field", "Write it as db/password=database/creds/harombe-app#password");
    }

    private static bool IsSafe(Uri url) => url.Scheme == Uri.UriSchemeHttps || ListenAddressKind.IsLoopback(url.Host.Trim('[', ']'));

    private static ConfigurationFault Fault(EffectiveConfiguration effective, ConfigurationKey key, string reason, string remedy) =>
        new(FaultKind.Conflict, effective.OriginOf(key), key.Name, reason, remedy);
}
