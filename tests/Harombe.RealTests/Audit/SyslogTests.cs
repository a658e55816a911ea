using System.Text.Json;
using Harombe.RealTests.Gateway;
using Harombe.Testing;

namespace Harombe.RealTests.Audit;

/// <summary>Entries to a syslog server that we did not write.</summary>
public sealed class SyslogTests
{
    [RealFact("rsyslogd")]
    public async Task Rsyslog_gets_every_entry_over_TLS_byte_for_byte_and_those_that_it_missed_when_it_is_back()
    {
        using var server = await SyslogServer.StartAsync();
        await using var host = await HostProcess.StartAsync(
            new Dictionary<string, string> { ["SSL_CERT_FILE"] = server.Certificate, ["SSL_CERT_DIR"] = "/nonexistent" }, [("audit.forward.syslog", $"tls://localhost:{server.Port}")]);
        await host.Owner.ChatAsync("what time is it");
        await AllArriveAsync(host, server);

        server.Kill();
        await host.Owner.ChatAsync("what time is it");
        await Eventually.SeeAsync("the server is missed", async () => (await ForwardAsync(host)).GetProperty("trouble").ValueKind == JsonValueKind.String ? "yes" : null);
        server.Again();
        await AllArriveAsync(host, server);
    }

    [RealFact("rsyslogd")]
    public async Task A_server_whose_certificate_nobody_vouches_for_gets_nothing()
    {
        using var server = await SyslogServer.StartAsync();
        await using var host = await HostProcess.StartAsync([("audit.forward.syslog", $"tls://localhost:{server.Port}")]);

        var trouble = await Eventually.SeeAsync("the certificate is refused", async () => (await ForwardAsync(host)).GetProperty("trouble").GetString());

        Assert.Contains("certificate", trouble, StringComparison.Ordinal);
        Assert.Empty(server.Lines);
    }

    private static async Task AllArriveAsync(HostProcess host, SyslogServer server)
    {
        var entries = (await host.Owner.GetAsync("/audit?limit=1000")).GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("entry").GetRawText()).ToList();
        await Eventually.SeeAsync("all entries", () => Task.FromResult(entries.TrueForAll(entry => server.Lines.Any(line => line.EndsWith(entry, StringComparison.Ordinal))) ? "yes" : null));
        Assert.All(server.Lines.Where(line => line.Contains("\"seq\":0,", StringComparison.Ordinal)), line => Assert.Matches(@"^13 harombe audit\.key \S*\{", line));
    }

    private static async Task<JsonElement> ForwardAsync(HostProcess host) => Assert.Single((await host.Owner.GetAsync("/audit/stats")).GetProperty("forwards").EnumerateArray());
}
