using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Harombe.Host.Commands.Connection;

/// <summary>The HTTP client of the command line, which talks to its own host and nobody else.</summary>
internal static class HostHttp
{
    /// <summary>A client for the life of the command.</summary>
    /// <param name="certificate">PEM file of the host's own certificate, which counts as known whoever issued it; null when the host has none.</param>
    public static HttpClient New(string? certificate)
    {
        var services = new ServiceCollection();
        services.AddHttpClient("host", client => client.Timeout = Timeout.InfiniteTimeSpan).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            // A proxy of the environment or a redirect would be handed the owner's token.
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, errors) => errors == SslPolicyErrors.None || IsOwn(shown, certificate) },
        });
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("host");
    }

    private static bool IsOwn(X509Certificate? shown, string? certificate)
    {
        if (shown is null || certificate is null)
        {
            return false;
        }

        using var own = X509Certificate2.CreateFromPem(File.ReadAllText(certificate));
        return shown.GetRawCertData().AsSpan().SequenceEqual(own.RawData);
    }
}
