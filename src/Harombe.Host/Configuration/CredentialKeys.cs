using System.Collections.Immutable;
using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration;

/// <summary>The keys of leases, rotation and the connection to Vault, a part of <see cref="ConfigurationKeys"/>.</summary>
internal static class CredentialKeys
{
    private const int Longest = 256;

    public static readonly ConfigurationKey Profile = new(
        "security.credentials.profile", new ChoiceKind("any", "vault-only"), "any", "vault-only refuses every lease that doesn't come from Vault.");
    public static readonly ConfigurationKey Rotations = new(
        "security.credentials.rotations[]", new ListKind(new TextKind(1024)), "",
        "How secrets get new values: 'github/token every 90d check https://api.github.com/user', 'app/key every 30d by generated'.");
    public static readonly ConfigurationKey Address = new("security.credentials.vault_addr", new UrlKind(), null, "Where Vault or OpenBao is reached.");
    public static readonly ConfigurationKey Nodes = new(
        "security.credentials.vault_nodes[]", new ListKind(new TextKind(Longest)), "", "The other nodes of its cluster: a redirect is followed to these only.");
    public static readonly ConfigurationKey Namespace = new("security.credentials.vault_namespace", new TextKind(Longest), null, "The namespace in Vault.");
    public static readonly ConfigurationKey Authorities = new(
        "security.credentials.vault_ca", new PathKind(), null, "The only authorities that may have issued Vault's certificate, PEM.") { Derived = "those of the system" };
    public static readonly ConfigurationKey Login = new(
        "security.credentials.vault_login", new ChoiceKind("token", "approle", "kubernetes"), "token", "How the host logs in to Vault.");
    public static readonly ConfigurationKey LoginMount = new(
        "security.credentials.vault_login_mount", new TextKind(Longest), null, "Where the auth method is mounted.") { Derived = "approle or kubernetes" };
    public static readonly ConfigurationKey Role = new(
        "security.credentials.vault_role", new TextKind(Longest), null, "AppRole's role id, or the Kubernetes role.");
    public static readonly ConfigurationKey Credential = new(
        "security.credentials.vault_credential", new SecretReferenceKind("vault/credential"), "secret://vault/credential",
        "The secret in the sealed file that logs in: a token, or AppRole's secret id.");
    public static readonly ConfigurationKey CredentialFile = new(
        "security.credentials.vault_credential_file", new PathKind(), null, "A file that has it instead, read anew for each login.");
    public static readonly ConfigurationKey Wrapped = new(
        "security.credentials.vault_wrapped", new BooleanKind(), "false", "The credential is a wrapping token around AppRole's secret id.");
    public static readonly ConfigurationKey Mount = new(
        "security.credentials.vault_mount", new TextKind(Longest), "secret", "Where the key-value engine is mounted.");
    public static readonly ConfigurationKey Version = new(
        "security.credentials.vault_kv_version", new IntegerKind(1, 2), "2", "The version of the key-value engine.");
    public static readonly ConfigurationKey Folder = new(
        "security.credentials.vault_folder", new TextKind(Longest), "harombe", "The folder in it: the secret github/token is its entry github/token, field value.");
    public static readonly ConfigurationKey Paths = new(
        "security.credentials.vault_paths[]", new ListKind(new TextKind(1024)), "", "Secrets that stand elsewhere: db/password=database/creds/harombe-app#password.");
    public static readonly ConfigurationKey Timeout = new(
        "security.credentials.vault_timeout", new DurationKind(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)), "10s", "The longest that a request to Vault takes, with all its attempts.");

    /// <summary>All of them, in the order of the documentation.</summary>
    public static readonly ImmutableArray<ConfigurationKey> All =
    [
        Profile, Rotations, Address, Nodes, Namespace, Authorities, Login, LoginMount, Role, Credential, CredentialFile, Wrapped, Mount, Version, Folder, Paths, Timeout,
    ];
}
