using System.Net;
using System.Text.Json;
using Harombe.Host.Configuration;
using Harombe.HostTests.Chat;
using Harombe.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Diagnosis;

public sealed class SigningReadinessTests
{
    [Fact]
    public async Task A_host_that_can_not_sign_its_record_goes_on_and_says_that_it_is_not_ready_and_why()
    {
        await using var host = await ChatHost.StartAsync();
        var before = await LayerAsync(host);
        Assert.True(before.GetProperty("ready").GetBoolean());
        await host.StoreAsync("audit/signing-key", Convert.ToBase64String(new byte[32]));
        await host.RestartAsync();

        var (status, layer) = (await host.Client.GetAsync("/readyz"), await LayerAsync(host));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status.StatusCode);
        Assert.False(layer.GetProperty("ready").GetBoolean());
        Assert.Contains("Restore the secret", layer.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/audit")).StatusCode);
    }

    [Fact]
    public async Task A_disk_that_does_not_take_the_key_file_keeps_no_host_from_starting_and_it_signs_when_the_disk_does()
    {
        await using var host = await ChatHost.StartAsync();
        var file = Path.Combine(host.Services.GetRequiredService<HarombeConfiguration>().Data.Folder, "audit.pub.new");
        await host.DownAsync();
        // A file can't be made where a folder is.
        Directory.CreateDirectory(file);
        await host.UpAsync();
        Assert.False((await LayerAsync(host)).GetProperty("ready").GetBoolean());

        Directory.Delete(file);
        await Eventually.SeeAsync("the record is signed", async () => (await LayerAsync(host)).GetProperty("ready").GetBoolean() ? "yes" : null);
    }

    private static async Task<JsonElement> LayerAsync(ChatHost host)
    {
        var report = JsonDocument.Parse(await (await host.Client.GetAsync("/readyz")).Content.ReadAsStringAsync());
        return Assert.Single(report.RootElement.GetProperty("layers").EnumerateArray(), layer => layer.GetProperty("layer").GetString() == "signing");
    }
}
