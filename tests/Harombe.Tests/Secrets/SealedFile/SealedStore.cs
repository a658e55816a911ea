using System.Text;
using Harombe.Core.Secrets;
using Harombe.Secrets;
using Harombe.Secrets.Scanning.Issued;
using Harombe.Secrets.SealedFile;

namespace Harombe.Tests.Secrets.SealedFile;

/// <summary>A sealed store in a folder of its own, which goes with it.</summary>
public sealed class SealedStore : IDisposable
{
    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "harombe-secrets-" + Guid.NewGuid().ToString("N"));

    public string Sealed => Path.Combine(Folder, "secrets.sealed");

    public string Key => Path.Combine(Folder, "secrets.key");

    internal IssuedSecrets Issued { get; } = new();

    /// <summary>Another process's view of the same files.</summary>
    internal SealedFileSecrets Open(IssuedSecrets? issued = null) =>
        new(new SecretsOptions { Folder = Folder, LockTimeout = TimeSpan.FromSeconds(60) }, issued ?? Issued, TimeProvider.System);

    public async Task Store(string name, string value)
    {
        using var secret = new Secret(Encoding.UTF8.GetBytes(value));
        await Open().WriteAsync(SecretName.Parse(name), secret, CancellationToken.None);
    }

    public async Task<string?> Read(string name)
    {
        using var secret = await Open().ReadAsync(SecretName.Parse(name), CancellationToken.None);
        return secret?.RevealText();
    }

    public async Task<string> Refusal() =>
        (await Assert.ThrowsAsync<SecretsUnavailableException>(() => Read("github/token"))).Message;

    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
