using System.Security.Cryptography;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.Vault.Sessions;

/// <summary>
/// What the host logs in to Vault with: from the sealed file, or from a file that something else keeps fresh. Read anew for each login, so that a new one
/// counts without a restart. Thread-safe.
/// </summary>
internal sealed class VaultCredential(VaultOptions options, ISecrets own)
{
    private const int Longest = 16 * 1024;

    /// <exception cref="SecretsUnavailableException">There is none. The message says what to do.</exception>
    public async ValueTask<Secret> ReadAsync(CancellationToken cancellationToken)
    {
        if (options.CredentialFile.Length > 0)
        {
            return FromFile();
        }

        return await own.ReadAsync(options.Credential, cancellationToken).ConfigureAwait(false) ?? throw new SecretsUnavailableException(
            $"The host has no credential for Vault: {options.Credential} is not in the sealed file. Run 'harombe secrets set {options.Credential.Value}', or name a file with security.credentials.vault_credential_file.",
            null);
    }

    /// <summary>Keeps a new one in the sealed file.</summary>
    /// <exception cref="SecretsUnavailableException">It can't be written.</exception>
    public ValueTask KeepAsync(SecretName name, Secret credential, CancellationToken cancellationToken) => own.WriteAsync(name, credential, cancellationToken);

    /// <summary>The secret of this name in the sealed file; null when there is none.</summary>
    public ValueTask<Secret?> FindAsync(SecretName name, CancellationToken cancellationToken) => own.ReadAsync(name, cancellationToken);

    private Secret FromFile()
    {
        var bytes = GC.AllocateArray<byte>(Longest, pinned: true);
        try
        {
            using var file = File.OpenHandle(options.CredentialFile);
            var text = bytes.AsSpan(0, RandomAccess.Read(file, bytes, 0)).Trim(" \t\r\n"u8);
            return text.Length is > 0 and < Longest
                ? new Secret(text)
                : throw new SecretsUnavailableException($"{options.CredentialFile}, which logs in to Vault, is empty or no credential.", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretsUnavailableException($"{options.CredentialFile}, which logs in to Vault, can't be read: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
