using System.Collections.Immutable;
using Harombe.Core.Secrets;
using Harombe.Secrets.Vault;

namespace Harombe.Host.Configuration;

/// <summary>The connection to Vault.</summary>
internal static class VaultConfiguration
{
    /// <summary>What the station is told; null when the secrets are kept in the sealed file. Values that passed every check.</summary>
    public static VaultOptions? From(EffectiveConfiguration effective)
    {
        if (effective.Value<string>(ConfigurationKeys.SecurityCredentialsMethod) != "vault")
        {
            return null;
        }

        var timeout = effective.Value<TimeSpan>(CredentialKeys.Timeout);
        var options = new VaultOptions
        {
            Address = effective.Value<Uri>(CredentialKeys.Address),
            Namespace = effective.Text(CredentialKeys.Namespace) ?? "",
            AuthorityFile = effective.Text(CredentialKeys.Authorities) ?? "",
            Login = effective.Value<string>(CredentialKeys.Login) switch
            {
                "token" => VaultLogin.Token,
                "approle" => VaultLogin.AppRole,
                "kubernetes" => VaultLogin.Kubernetes,
                var other => throw new InvalidOperationException($"Unknown login {other}."),
            },
            LoginMount = effective.Text(CredentialKeys.LoginMount) ?? "",
            Role = effective.Text(CredentialKeys.Role) ?? "",
            Credential = SecretName.Parse(effective.Value<SecretReference>(CredentialKeys.Credential).Name),
            CredentialFile = effective.Text(CredentialKeys.CredentialFile) ?? "",
            IsWrapped = effective.Value<bool>(CredentialKeys.Wrapped),
            KeyValueMount = effective.Value<string>(CredentialKeys.Mount),
            KeyValueVersion = effective.Value<int>(CredentialKeys.Version),
            KeyValueFolder = effective.Value<string>(CredentialKeys.Folder),
            Timeout = timeout,
            AttemptTimeout = timeout < TimeSpan.FromSeconds(10) ? timeout / 3 : TimeSpan.FromSeconds(3),
        };
        foreach (var node in effective.Value<ImmutableArray<string>>(CredentialKeys.Nodes))
        {
            options.Nodes.Add(new Uri(node));
        }

        foreach (var written in effective.Value<ImmutableArray<string>>(CredentialKeys.Paths))
        {
            var (name, place) = written.Split('=', 2) is [var first, var second] ? (first.Trim(), second.Trim()) : throw new InvalidOperationException("A place in Vault without a name.");
            options.Paths[SecretName.Parse(name)] = place;
        }

        return options;
    }
}
