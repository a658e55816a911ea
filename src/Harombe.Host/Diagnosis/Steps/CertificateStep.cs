using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>The certificate of the host: it and its key belong together, and it is valid now.</summary>
internal sealed class CertificateStep : IStep
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public string Name => "certificate";

    public IReadOnlyList<string> Needs => ["clock"];

    public bool OnlyAtRest => false;

    public Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken) => Task.FromResult(
        patient.Configuration.Server.Tls is { } tls ? Try(tls.Certificate, tls.Key, patient.Clock.GetUtcNow()) : Finding.NotTried(Name, "plain HTTP: server.tls is not set"));

    private Finding Try(string file, string key, DateTimeOffset now)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(file, key);
            var (from, until) = (new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
            var valid = string.Create(CultureInfo.InvariantCulture, $"valid from {from:yyyy-MM-dd} to {until:yyyy-MM-dd}");
            return now < from || now > until ? Finding.Fails(Name, $"{file} is not valid now: {valid}", "Renew it, and start the host again.")
                : until - now < Soon ? Finding.Fails(Name, $"{file} ends soon: {valid}", "Renew it, and start the host again.")
                : Finding.Works(Name, valid);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Finding.Fails(Name, $"{file} with {key} can't be used: {e.Message}", "Both must be PEM, of one pair, and readable for this user: server.tls.certificate and server.tls.key.");
        }
    }
}
