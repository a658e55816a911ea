namespace Harombe.Secrets.SealedFile;

/// <summary>The files of one store.</summary>
internal sealed record SealedFilePaths(string Folder)
{
    public string Sealed { get; } = Path.Combine(Folder, "secrets.sealed");

    public string Key { get; } = Path.Combine(Folder, "secrets.key");

    public string Lock { get; } = Path.Combine(Folder, "secrets.lock");
}
