using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Harombe.Testing;

namespace Harombe.RealTests.Audit;

/// <summary>Debian's rsyslog on the loopback, over TLS with a certificate of its own, writing what it gets to a file.</summary>
internal sealed class SyslogServer : IDisposable
{
    private readonly string folder;
    private Process process;

    private SyslogServer(string folder, Process process) => (this.folder, this.process) = (folder, process);

    public int Port { get; private set; }

    /// <summary>The certificate that clients must trust.</summary>
    public string Certificate => Path.Combine(folder, "cert.pem");

    /// <summary>What has arrived, a message a line: facility, program, id, text.</summary>
    public string[] Lines => File.Exists(Received) ? File.ReadAllLines(Received) : [];

    private string Received => Path.Combine(folder, "received.log");

    public static async Task<SyslogServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("syslog-").FullName;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        await File.WriteAllTextAsync(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        var server = new SyslogServer(folder, Launch(folder, 0));
        server.Port = int.Parse(await Eventually.SeeAsync("rsyslog's port", () => Task.FromResult(Read(Path.Combine(folder, "port")))), System.Globalization.CultureInfo.InvariantCulture);
        return server;
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>Starts it again on the same port.</summary>
    public void Again() => process = Launch(folder, Port);

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Process Launch(string folder, int port)
    {
        var configuration = Path.Combine(folder, "rsyslog.conf");
        File.WriteAllText(configuration, $$"""
            global(workDirectory="{{folder}}" maxMessageSize="128k" defaultNetstreamDriver="gtls" defaultNetstreamDriverCAFile="{{folder}}/cert.pem"
              defaultNetstreamDriverCertFile="{{folder}}/cert.pem" defaultNetstreamDriverKeyFile="{{folder}}/key.pem")
            module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
            input(type="imtcp" address="127.0.0.1" port="{{port}}" listenPortFileName="{{folder}}/port")
            template(name="all" type="string" string="%syslogfacility% %app-name% %msgid% %msg%\n")
            action(type="omfile" file="{{folder}}/received.log" template="all")
            """);
        return Process.Start("rsyslogd", ["-n", "-f", configuration, "-i", Path.Combine(folder, "pid")]);
    }

    private static string? Read(string file) => File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } text ? text : null;
}
