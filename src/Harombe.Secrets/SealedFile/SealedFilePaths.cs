namespace Harombe.Secrets.SealedFile;

/// <summary>The files of one store.</summary>
/// <param name="Folder">Where they stand.</param>
/// <param name="KeyElsewhere">Where the key stands, when others keep it: a credential of systemd, a mounted secret.</param>
internal sealed record SealedFilePaths(string Folder, string? KeyElsewhere = null)
{
    public string Sealed { get; } = Path.Combine(Folder, "secrets.sealed");

    public string Key { get; } = KeyElsewhere ?? Path.Combine(Folder, "secrets.key");

    /// <summary>The key of a rotation that is under way.</summary>
    public string NextKey { get; } = Path.Combine(Folder, "secrets.key.next");

    public string Lock { get; } = Path.Combine(Folder, "secrets.lock");
}
