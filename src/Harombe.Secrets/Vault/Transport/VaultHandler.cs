using System.Net;
using System.Security.Cryptography.X509Certificates;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.Vault.Transport;

/// <summary>The connections to Vault: straight to it, no redirect followed, no cookie kept, and only its own authorities trusted where they are named.</summary>
internal static class VaultHandler
{
    /// <exception cref="SecretsUnavailableException">The file of authorities can't be read.</exception>
    public static SocketsHttpHandler Create(VaultOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.AttemptTimeout,
            // So that a name that moved to another address is noticed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 32,
        };
        if (options.AuthorityFile.Length > 0)
        {
            handler.SslOptions.CertificateChainPolicy = Pinned(options.AuthorityFile);
        }

        return handler;
    }

    private static X509ChainPolicy Pinned(string file)
    {
        // Authorities of one's own seldom publish revocation lists; who needs revocation rotates the authority.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new SecretsUnavailableException($"{file}, which names Vault's authorities, can't be read: {e.Message} Correct security.credentials.vault_ca.", e);
        }

        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw new SecretsUnavailableException($"{file} has no certificate in it. Write Vault's authorities into it as PEM, or remove security.credentials.vault_ca.", null);
    }
}
