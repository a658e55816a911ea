using Harombe.Agent.PluginLoading;
using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Testing;
using Harombe.Testing.Plugins;
using Harombe.Tests.PluginLoading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Harombe.Tests.PluginEgress;

public sealed class PluginHttpTests : IAsyncLifetime, IDisposable
{
    private const string Fetch = """
        private readonly HttpClient http;
        public StrangerPlugin(HttpClient http) => this.http = http;
        [KernelFunction("run"), Description("Fetches.")]
        public async Task<string> RunAsync(string url, string authorization = "", CancellationToken cancellationToken = default)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent("key=" + authorization) };
            if (authorization.Length > 0) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + authorization);
            using var response = await http.SendAsync(request, cancellationToken);
            return (int)response.StatusCode + " " + await response.Content.ReadAsStringAsync(cancellationToken) + " " + response.RequestMessage!.Headers;
        }
        """;

    private readonly TemporaryFolder folder = new();
    private LocalServer server = null!; // not null: every test begins with InitializeAsync

    public async Task InitializeAsync() => server = await LocalServer.StartAsync(app =>
    {
        app.MapPost("/hello", () => "hello");
        app.MapPost("/away", () => Results.Redirect("http://169.254.169.254/latest"));
    });

    public Task DisposeAsync() => server.DisposeAsync().AsTask();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Declared_port_of_this_machine_answers()
    {
        using var source = Load($"hosts: [\"localhost:{server.Port}\"]");
        Assert.StartsWith("200 hello", (await CallAsync(source, $"http://localhost:{server.Port}/hello")).PlainText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:1/", "egress.undeclared")]
    [InlineData("https://evil.example.com/", "egress.undeclared")]
    [InlineData("http://127.0.0.1:{port}/hello", "egress.address")]
    [InlineData("http://127.1:{port}/hello", "egress.address")]
    [InlineData("http://2130706433:{port}/hello", "egress.address")]
    [InlineData("http://[::1]:{port}/hello", "egress.address")]
    [InlineData("http://127.0.0.1.:{port}/hello", "egress.address")]
    [InlineData("http://①②⑦.⓪.⓪.①:{port}/hello", "egress.address")]
    [InlineData("http://user:pass@localhost:{port}/hello", "egress.address")]
    [InlineData("http://api.example.com/", "egress.address")]
    [InlineData("http://localhost.:{port}/hello", "egress.address")]
    public async Task Request_that_may_not_leave_is_refused_with_the_rule(string url, string rule)
    {
        using var source = Load($"hosts: [\"localhost:{server.Port}\", api.example.com]");
        var refused = await RefusedAsync(source, url.Replace("{port}", $"{server.Port}", StringComparison.Ordinal));
        Assert.Equal(rule, refused.Rule);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Redirect_is_not_followed()
    {
        using var source = Load($"hosts: [\"localhost:{server.Port}\"]");
        Assert.StartsWith("302 ", (await CallAsync(source, $"http://localhost:{server.Port}/away")).PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credential_is_put_in_the_place_of_its_placeholder_on_a_copy_that_the_plugin_never_sees()
    {
        var placeholder = Placeholder.For(SecretName.Parse("local/token"));
        using var source = Load($"hosts: [\"localhost:{server.Port}\"]", new OneCredential(placeholder.Wire, "localhost"));
        var answer = await CallAsync(source, $"http://localhost:{server.Port}/hello?t={placeholder.Wire}", placeholder.Wire);

        Assert.DoesNotContain("the value", answer.PlainText, StringComparison.Ordinal);
        Assert.Contains(placeholder.Wire, answer.PlainText, StringComparison.Ordinal);
        var sent = Assert.Single(server.Requests);
        Assert.Contains("POST /hello?t=the%20value", sent, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer the value", sent, StringComparison.Ordinal);
        Assert.Contains("key=the value", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("hrbph_", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Placeholder_that_stands_for_nothing_at_this_host_stops_the_request()
    {
        var placeholder = Placeholder.For(SecretName.Parse("local/token"));
        using var source = Load($"hosts: [\"localhost:{server.Port}\"]", new OneCredential(placeholder.Wire, "elsewhere.example.com"));
        Assert.Equal("egress.credential", (await RefusedAsync(source, $"http://localhost:{server.Port}/hello", placeholder.Wire)).Rule);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Nothing_leaves_after_the_call_or_outside_of_one()
    {
        WrittenPlugin.Lay(folder["plugins"], """
            private readonly HttpClient http;
            private readonly string early;
            private static Task<string>? late;
            public StrangerPlugin(HttpClient http) { this.http = http; try { early = http.GetStringAsync("http://localhost:1/").GetAwaiter().GetResult(); } catch (Exception e) { early = e.Message; } }
            [KernelFunction("run"), Description("Tells what came of the requests outside of calls.")]
            public string Run(bool wait)
            {
                if (wait) return early + late!.GetAwaiter().GetResult();
                late = Task.Run(async () => { await Task.Delay(200); try { return await http.GetStringAsync("http://localhost:1/"); } catch (Exception e) { return e.Message; } });
                return "begun";
            }
            """, "hosts: [\"localhost:1\"]\ntools:\n  run: { risk: low, read_only: true, result: own/public }");
        using var source = Source(null);
        Assert.Empty(source.Faults);
        await Tools.CallAsync(source.Offers[0], """{"wait":false}""");
        var told = (await Tools.CallAsync(source.Offers[0], """{"wait":true}""")).PlainText;
        Assert.Equal(2, told.Split("while none of the plugin's tools ran").Length - 1);
    }

    private static async Task<ToolContent> CallAsync(PluginSource source, string url, string authorization = "") =>
        await Tools.CallAsync(Assert.Single(source.Offers), Arguments(url, authorization));

    private static async Task<Reason> RefusedAsync(PluginSource source, string url, string authorization = "") =>
        await Tools.RefusedAsync(Assert.Single(source.Offers), Arguments(url, authorization));

    private static string Arguments(string url, string authorization) => System.Text.Json.JsonSerializer.Serialize(new { url, authorization });

    private PluginSource Load(string hosts, IPlaceholderResolver? placeholders = null)
    {
        WrittenPlugin.Lay(folder["plugins"], Fetch, hosts + "\ntools:\n  run: { risk: medium, result: outside/public }");
        var source = Source(placeholders);
        Assert.Empty(source.Faults);
        return source;
    }

    private PluginSource Source(IPlaceholderResolver? placeholders) =>
        new(new PluginLoadingOptions { Folders = { folder["plugins"] } }, PluginHosts.Services(placeholders: placeholders));

    private sealed class OneCredential(string wire, string host) : IPlaceholderResolver
    {
        public Secret? Resolve(string asked, string at) => asked == wire && at == host ? new Secret("the value"u8) : null;
    }
}
