namespace Harombe.Secrets.SealedFile;

/// <summary>The files of one store.</summary>
internal sealed record SealedFilePaths(string Folder)
{
    private const string KeyName = "secrets.key";

    public string Sealed { get; } = Path.Combine(Folder, "secrets.sealed");

    /// <summary>Where a service manager has put the key for this process alone (systemd's <c>LoadCredential</c>), else beside the sealed file.</summary>
    public string Key { get; } = Credential() ?? Path.Combine(Folder, KeyName);

    public string Lock { get; } = Path.Combine(Folder, "secrets.lock");

    private static string? Credential() =>
        Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } folder && Path.Combine(folder, KeyName) is var key && File.Exists(key) ? key : null;
}
