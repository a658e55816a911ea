using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Harombe.HostTests.Diagnosis;

internal static class Certificates
{
    /// <summary>Writes a certificate and its key as PEM, valid for so many days from now; negative: it has ended so long ago.</summary>
    public static void Write(string certificate, string key, int days)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        var until = now.AddDays(days);
        using var made = new CertificateRequest("CN=localhost", pair, HashAlgorithmName.SHA256).CreateSelfSigned((until < now ? until : now).AddDays(-30), until);
        File.WriteAllText(certificate, made.ExportCertificatePem());
        File.WriteAllText(key, pair.ExportPkcs8PrivateKeyPem());
    }
}
