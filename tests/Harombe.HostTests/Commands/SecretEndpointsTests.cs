using System.Net;
using System.Net.Http.Json;
using System.Text;
using Harombe.Audit;
using Harombe.Core.Audit;
using Harombe.Core.Secrets;
using Harombe.Host.Access;
using Harombe.Secrets;
using Harombe.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Harombe.HostTests.Commands;

public sealed class SecretEndpointsTests : IAsyncLifetime, IDisposable
{
    private const string Value = "canary-5f0a91c2";
    private readonly TemporaryFolder folder = new();
    private WebApplication? app;
    private HttpClient? http;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHarombeAudit(options => options.Folder = folder.Path).AddHarombeSecrets(options => options.Folder = folder.Path).AddSingleton<SecretChanges>();
        app = builder.Build();
        app.Use((context, next) =>
        {
            context.SetPrincipal(Owner.Self);
            return next(context);
        });
        app.MapSecrets();
        await app.StartAsync();
        http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public async Task DisposeAsync() => await app!.DisposeAsync();

    public void Dispose()
    {
        http?.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Every_endpoint_is_for_those_who_configure() =>
        Assert.All(
            ((IEndpointRouteBuilder)app!).DataSources.SelectMany(source => source.Endpoints),
            endpoint => Assert.Same(AccessNeeded.Admin, endpoint.Metadata.GetMetadata<AccessNeeded>()));

    [Fact]
    public async Task Value_goes_in_is_recorded_by_name_and_never_comes_out()
    {
        var stored = await http!.PutAsJsonAsync("/secrets/github/token", new { value = Value });
        Assert.Equal((HttpStatusCode.OK, """{"stored":"github/token"}"""), (stored.StatusCode, await stored.Content.ReadAsStringAsync()));
        Assert.Equal("""{"secrets":["github/token"]}""", await http!.GetStringAsync("/secrets"));
        using (var secret = await app!.Services.GetRequiredService<ISecrets>().ReadAsync(SecretName.Parse("github/token"), CancellationToken.None))
        {
            Assert.Equal(Value, secret!.RevealText());
        }

        Assert.Equal("""{"removed":true}""", await (await http!.DeleteAsync("/secrets/github/token")).Content.ReadAsStringAsync());
        Assert.Equal("""{"removed":false}""", await (await http!.DeleteAsync("/secrets/github/token")).Content.ReadAsStringAsync());
        var record = await RecordAsync();
        Assert.Equal(["secret.stored", "secret.removed"], record.Select(entry => Kind(entry)));
        Assert.All(record, entry => Assert.Contains("\"by\":\"owner\",\"kind\"", entry, StringComparison.Ordinal));
        Assert.DoesNotContain(record, entry => entry.Contains(Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("github/token", """{"value":""}""", "secret.value")]
    [InlineData("github/token", """{"secret":"canary-5f0a91c2"}""", "secret.value")]
    [InlineData("github/token", "canary-5f0a91c2", "secret.value")]
    [InlineData("github/token", "null", "secret.value")]
    [InlineData("Upper/Case", """{"value":"canary-5f0a91c2"}""", "secret.name")]
    [InlineData("sk-ant-api03-aaaaaaaaaaaaaaaaaaaaaaaa", """{"value":"canary-5f0a91c2"}""", "secret.name")]
    public async Task Broken_request_is_refused_changes_nothing_and_repeats_nothing(string name, string body, string rule)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await http!.PutAsync($"/secrets/{name}", content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"rule\":\"{rule}\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, text, StringComparison.Ordinal);
        Assert.DoesNotContain(name, text, StringComparison.Ordinal);
        Assert.Empty(await RecordAsync());
    }

    [Theory]
    [InlineData(SecretEndpoints.LongestValue, HttpStatusCode.OK)]
    [InlineData(SecretEndpoints.LongestValue + 1, HttpStatusCode.BadRequest)]
    public async Task Length_is_bounded_in_bytes(int length, HttpStatusCode status) =>
        Assert.Equal(status, (await http!.PutAsJsonAsync("/secrets/a", new { value = new string('x', length) })).StatusCode);

    private async Task<List<string>> RecordAsync()
    {
        var entries = new List<string>();
        await foreach (var entry in app!.Services.GetRequiredService<IAuditLog>().ReadAsync(new AuditQuery(null, 100, NewestFirst: false), CancellationToken.None))
        {
            entries.Add(Encoding.UTF8.GetString(entry.Bytes.Span));
        }

        // The log's own key, which it announces when it begins.
        entries.RemoveAll(entry => Kind(entry) == KeyAnnounced.Name);
        return entries;
    }

    private static string Kind(string entry) => System.Text.Json.JsonDocument.Parse(entry).RootElement.GetProperty("kind").GetString()!;
}
