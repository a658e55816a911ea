using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Benchmarks.Measuring;
using Harombe.Benchmarks.StartUp;

namespace Harombe.Benchmarks.Gateways;

/// <summary>The host as a process of its own, with one upstream that its owner has accepted. Every station is on: there is no other way to have it.</summary>
internal sealed class GuardedGateway : IAsyncDisposable
{
    private readonly HostProcess host;
    private readonly HttpClient http;
    private readonly string folder;

    private GuardedGateway(HostProcess host, HttpClient http, string folder) => (this.host, this.http, this.folder) = (host, http, folder);

    public Uri Url => new(host.Url, "/mcp");

    public int Id => host.Id;

    /// <summary>What an editor would have.</summary>
    public string Token { get; private set; } = "";

    /// <param name="folder">Its data folder; deleted with it.</param>
    /// <param name="upstream">How the upstream is reached; its name is <c>up</c>.</param>
    public static async Task<GuardedGateway> StartAsync(string folder, JsonObject upstream)
    {
        var host = HostProcess.Start(Path.Combine(AppContext.BaseDirectory, "Harombe.Host.dll"), folder, ("LOGS__LEVEL", "warning"));
        var gateway = new GuardedGateway(host, new HttpClient(new SocketsHttpHandler { UseProxy = false }), folder);
        await host.AnswersAsync("/healthz");
        gateway.http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(folder, "cli.token"))).Trim());
        upstream["name"] = "up";
        upstream["start_timeout"] = "60s";
        upstream["concurrent"] = 64;
        // The operator's word that it only reads: nobody is there to be asked.
        upstream["tools"] = new JsonObject { ["echo"] = new JsonObject { ["reads"] = true } };
        await gateway.SendAsync(HttpMethod.Post, "/upstreams", upstream);
        await gateway.SendAsync(HttpMethod.Post, "/upstreams/up/test", null);
        var fingerprint = (await gateway.SendAsync(HttpMethod.Get, "/upstreams/up", null)).GetProperty("fingerprint").GetString();
        await gateway.SendAsync(HttpMethod.Post, $"/upstreams/up/accept?fingerprint={fingerprint}", null);
        gateway.Token = await gateway.IssueAsync("editor");
        return gateway;
    }

    /// <summary>A token for one more editor: what one principal may hold open is bounded.</summary>
    public async Task<string> IssueAsync(string principal) =>
        (await SendAsync(HttpMethod.Post, "/tokens", new JsonObject { ["principal"] = principal, ["kind"] = "caller", ["tools"] = new JsonArray("*") })).GetProperty("token").GetString()!; // not null: it was issued

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        http.Dispose();
        Storage.Delete(folder);
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(host.Url, path)) { Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonElement.Parse(text.Length > 0 ? text : "null") : throw new InvalidOperationException($"{path}: {text}");
    }
}
