using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Harombe.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>Servers over TLS whose certificate is not to be trusted, beside one whose certificate is: a host of its own trusts the tests' authority.</summary>
public sealed class CertificateTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_server_whose_certificate_is_expired_or_of_somebody_else_is_sent_nothing_and_the_cause_is_told()
    {
        using var folder = new TemporaryFolder();
        using var authority = TestAuthority.Make("Trusted by this host");
        using var other = TestAuthority.Make("Trusted by nobody");
        await File.WriteAllTextAsync(folder["authority.pem"], authority.Certificate.ExportCertificatePem());
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string> { ["SSL_CERT_FILE"] = folder["authority.pem"], ["SSL_CERT_DIR"] = folder.Path });
        var now = DateTimeOffset.UtcNow;
        (string Name, X509Certificate2 Certificate, string Says)[] servers =
        [
            ("good", authority.Issue("localhost", now.AddDays(-2), now.AddDays(2)), ""),
            ("expired", authority.Issue("localhost", now.AddDays(-2), now.AddDays(-1)), "NotTimeValid"),
            ("early", authority.Issue("localhost", now.AddDays(1), now.AddDays(2)), "NotTimeValid"),
            ("named", authority.Issue("elsewhere.example", now.AddDays(-2), now.AddDays(2)), "RemoteCertificateNameMismatch"),
            ("unknown", other.Issue("localhost", now.AddDays(-2), now.AddDays(2)), "PartialChain"),
        ];

        foreach (var (name, certificate, says) in servers)
        {
            await using var server = await StartAsync(certificate);
            await SendAsync(host, "/upstreams", new JsonObject { ["name"] = name, ["url"] = $"https://localhost:{server.Port}/mcp", ["headers"] = new JsonObject { ["X-Kind"] = "test" }, ["start_timeout"] = "20s" });
            await SendAsync(host, $"/upstreams/{name}/test", null);

            var fault = (await host.Owner.GetAsync($"/upstreams/{name}")).GetProperty("fault").GetString();
            output.WriteLine($"{name}: {fault ?? "connected"}; {server.Asked} requests");
            if (says.Length == 0)
            {
                Assert.Null(fault);
                Assert.NotEqual(0, server.Asked);
            }
            else
            {
                Assert.Contains("Its certificate is not accepted", fault, StringComparison.Ordinal);
                Assert.Contains(says, fault, StringComparison.Ordinal);
                Assert.Equal(0, server.Asked);
            }

            certificate.Dispose();
        }
    }

    private static async Task SendAsync(HostProcess host, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json") };
        using var response = await host.Owner.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<TlsServer> StartAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var server = new TlsServer(builder.Build());
        await server.StartAsync();
        return server;
    }

    // As much of a server as it takes to be connected: it knows no tools.
    private sealed class TlsServer(WebApplication app) : IAsyncDisposable
    {
        private int asked;

        public int Asked => Volatile.Read(ref asked);

        public int Port => new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port; // not null: started

        public async Task StartAsync()
        {
            app.Run(async http =>
            {
                Interlocked.Increment(ref asked);
                var message = http.Request.Method == "POST" ? await JsonNode.ParseAsync(http.Request.Body) : null;
                if (message?["id"] is not { } id)
                {
                    http.Response.StatusCode = http.Request.Method == "POST" ? StatusCodes.Status202Accepted : StatusCodes.Status405MethodNotAllowed;
                    return;
                }

                var known = (string?)message["method"] == "initialize";
                await http.Response.WriteAsJsonAsync(new JsonObject
                {
                    ["jsonrpc"] = "2.0",
                    ["id"] = id.DeepClone(),
                    [known ? "result" : "error"] = known
                        ? new JsonObject { ["protocolVersion"] = "2025-11-25", ["capabilities"] = new JsonObject(), ["serverInfo"] = new JsonObject { ["name"] = "x", ["version"] = "1" } }
                        : new JsonObject { ["code"] = -32601, ["message"] = "Method not found" },
                });
            });
            await app.StartAsync();
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
