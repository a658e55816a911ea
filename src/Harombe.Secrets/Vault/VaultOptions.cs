using Harombe.Core.Secrets;
using Harombe.Secrets.Vault.Engines;

namespace Harombe.Secrets.Vault;

/// <summary>How Vault is reached and logged in to. Read once, when the station is registered.</summary>
public sealed class VaultOptions
{
    /// <summary>The first part of the names that never leave the sealed file: what the host itself needs to log in.</summary>
    public const string OwnNames = "vault/";

    /// <summary>The address: https, or http on this machine only.</summary>
    public required Uri Address { get; set; }

    /// <summary>The other nodes of its cluster: the only places besides <see cref="Address"/> where a redirect is followed to.</summary>
    public IList<Uri> Nodes { get; } = [];

    /// <summary>The namespace (Vault Enterprise, OpenBao); empty for the root.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>A PEM file with the only authorities that may have issued its certificate; empty for those of the system.</summary>
    public string AuthorityFile { get; set; } = "";

    /// <summary>How to log in.</summary>
    public VaultLogin Login { get; set; } = VaultLogin.Token;

    /// <summary>Where the auth method is mounted; empty for its own name.</summary>
    public string LoginMount { get; set; } = "";

    /// <summary>The role: AppRole's role id, or the Kubernetes role. Not a secret.</summary>
    public string Role { get; set; } = "";

    /// <summary>The secret in the sealed file that logs in: a token, or AppRole's secret id. One below <see cref="OwnNames"/>.</summary>
    public SecretName Credential { get; set; } = SecretName.Parse(OwnNames + "credential");

    /// <summary>A file that has it instead, read anew for each login (Vault Agent's sink, a Kubernetes service account); empty for none.</summary>
    public string CredentialFile { get; set; } = "";

    /// <summary>The credential is a wrapping token around the secret id: it is unwrapped once, and the secret id goes into the sealed file.</summary>
    public bool IsWrapped { get; set; }

    /// <summary>Where the key-value engine is mounted.</summary>
    public string KeyValueMount { get; set; } = "secret";

    /// <summary>Its version, 1 or 2.</summary>
    public int KeyValueVersion { get; set; } = 2;

    /// <summary>The folder in it below which a secret's name is its path, and its value the field <c>value</c>.</summary>
    public string KeyValueFolder { get; set; } = "harombe";

    /// <summary>Secrets that stand elsewhere, by name: a path, <c>#</c>, a field, as in <c>database/creds/app#password</c>.</summary>
    public IDictionary<SecretName, string> Paths { get; } = new Dictionary<SecretName, string>();

    /// <summary>Whether a text is a path, <c>#</c> and a field.</summary>
    public static bool IsPlace(string text) => SecretPlace.TryParse(text ?? "", out _);

    /// <summary>The longest that one request takes with all its attempts.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest that one attempt takes.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the second attempt waits; each further one twice as long, and none more than 2 s unless Vault asks for it.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long Vault is left alone after it failed too often; half a second at least.</summary>
    public TimeSpan Rest { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Vault's auth methods that we know.</summary>
public enum VaultLogin
{
    /// <summary>A token that somebody else issued; renewed, and read again when it is over.</summary>
    Token = 0,

    /// <summary>AppRole: a role id and a secret id.</summary>
    AppRole = 1,

    /// <summary>Kubernetes: the pod's service account token.</summary>
    Kubernetes = 2,
}
