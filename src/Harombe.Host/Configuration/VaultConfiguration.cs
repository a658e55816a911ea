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

        var timeout = effective.Value<TimeSpan>(VaultKeys.Timeout);
        var options = new VaultOptions
        {
            Address = effective.Value<Uri>(VaultKeys.Address),
            Namespace = effective.Text(VaultKeys.Namespace) ?? "",
            AuthorityFile = effective.Text(VaultKeys.Authorities) ?? "",
            Login = effective.Value<string>(VaultKeys.Login) switch
            {
                "token" => VaultLogin.Token,
                "approle" => VaultLogin.AppRole,
                "kubernetes" => VaultLogin.Kubernetes,
                var other => throw new InvalidOperationException($"Unknown login {other}."),
            },
            LoginMount = effective.Text(VaultKeys.LoginMount) ?? "",
            Role = effective.Text(VaultKeys.Role) ?? "",
            Credential = SecretName.Parse(effective.Value<SecretReference>(VaultKeys.Credential).Name),
            CredentialFile = effective.Text(VaultKeys.CredentialFile) ?? "",
            IsWrapped = effective.Value<bool>(VaultKeys.Wrapped),
            KeyValueMount = effective.Value<string>(VaultKeys.Mount),
            KeyValueVersion = effective.Value<int>(VaultKeys.Version),
            KeyValueFolder = effective.Value<string>(VaultKeys.Folder),
            Timeout = timeout,
            AttemptTimeout = timeout < TimeSpan.FromSeconds(10) ? timeout / 3 : TimeSpan.FromSeconds(3),
        };
        foreach (var node in effective.Value<ImmutableArray<string>>(VaultKeys.Nodes))
        {
            options.Nodes.Add(new Uri(node));
        }

        foreach (var written in effective.Value<ImmutableArray<string>>(VaultKeys.Paths))
        {
            var (name, place) = written.Split('=', 2) is [var first, var second] ? (first.Trim(), second.Trim()) : throw new InvalidOperationException("A place in Vault without a name.");
            options.Paths[SecretName.Parse(name)] = place;
        }

        return options;
    }
}
