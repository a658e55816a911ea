using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning.Issued;
using Harombe.Secrets.Vault;
using Harombe.Testing;
using Harombe.Testing.Vault;
using Harombe.Tests.Secrets.SealedFile;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harombe.Tests.Secrets.Vault;

/// <summary>Whose certificate is trusted. Always against our own server: a real one has the certificate that it has.</summary>
public sealed class VaultCertificateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SealedStore own = new();

    public void Dispose()
    {
        folder.Dispose();
        own.Dispose();
    }

    [Theory]
    [InlineData("its own authority", null)]
    [InlineData("another authority", "no certificate that is trusted for it by security.credentials.vault_ca")]
    [InlineData("none", "no certificate that is trusted for it.")]
    [InlineData("an empty file", "has no certificate in it")]
    [InlineData("no such file", "can't be read")]
    public async Task Only_the_authorities_that_are_named_are_trusted(string authorities, string? fault)
    {
        using var authority = Authority("Ours");
        using var other = Authority("Other");
        using var leaf = Leaf(authority);
        await using var server = await VaultServer.StartAsync(TimeProvider.System, leaf);
        await own.Store("vault/credential", server.RootToken);
        await File.WriteAllTextAsync(folder["ca.pem"], authorities switch
        {
            "its own authority" => authority.ExportCertificatePem(),
            "another authority" => other.ExportCertificatePem(),
            _ => "",
        });
        var options = new VaultOptions
        {
            Address = server.Url,
            Timeout = TimeSpan.FromSeconds(30),
            AttemptTimeout = TimeSpan.FromSeconds(20),
            AuthorityFile = authorities switch { "none" => "", "no such file" => folder["other.pem"], _ => folder["ca.pem"] },
        };

        async Task AskAsync()
        {
            await using var client = new VaultClient(options, own.Open(), new IssuedSecrets(), TimeProvider.System, NullLogger<VaultClient>.Instance);
            await client.ListAsync("sys/policies/acl", CancellationToken.None);
        }

        if (fault is null)
        {
            await AskAsync();
            return;
        }

        var e = await Record.ExceptionAsync(AskAsync);
        Assert.True(e is VaultException or SecretsUnavailableException, $"{e}");
        Assert.Contains(fault, e.Message, StringComparison.Ordinal);
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    private static X509Certificate2 Leaf(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(authority, TimeProvider.System.GetUtcNow().AddHours(-12), TimeProvider.System.GetUtcNow().AddHours(12), RandomNumberGenerator.GetBytes(8));
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
    }
}
