namespace Harombe.Secrets.SealedFile;

/// <summary>The files of one store.</summary>
/// <param name="Folder">Where they stand.</param>
/// <param name="KeyElsewhere">Where the key stands, when others keep it: a mounted secret.</param>
internal sealed record SealedFilePaths(string Folder, string? KeyElsewhere = null)
{
    private const string KeyName = "secrets.key";

    public string Sealed { get; } = Path.Combine(Folder, "secrets.sealed");

    /// <summary>Where others keep the key: as configured, or where a service manager has put it for this process alone (systemd's <c>LoadCredential</c>).</summary>
    public string? KeyElsewhere { get; } = KeyElsewhere ?? Credential();

    public string Key => KeyElsewhere ?? Path.Combine(Folder, KeyName);

    /// <summary>The key of a rotation that is under way.</summary>
    public string NextKey { get; } = Path.Combine(Folder, "secrets.key.next");

    public string Lock { get; } = Path.Combine(Folder, "secrets.lock");

    private static string? Credential() =>
        Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } folder && Path.Combine(folder, KeyName) is var key && File.Exists(key) ? key : null;
}
