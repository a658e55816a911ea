using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Harombe.HostTests.Upstreams;
using Harombe.Testing;
using Harombe.Testing.Anthropic;
using Harombe.Testing.Ollama;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harombe.Attacks.Credentials;

/// <summary>
/// I am the provider of a model, and I am sent its key. I want it to come back where others read it, to have it sent where I like, or to be sent it after it was
/// taken away from me.
/// </summary>
public sealed class GreedyProviderTests
{
    // Of no format that anybody knows: only those who leased it can recognise it.
    private const string Key = "Vq83+lamp/Zk19=harbour-Xy77wQ";

    public static TheoryData<string, string> Disguises => new()
    {
        { "as it is", Key },
        { "in base64", Convert.ToBase64String(Encoding.UTF8.GetBytes($"Bearer {Key}")) },
        { "backwards", new string([.. Key.Reverse()]) },
        { "in hex", Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Key)) },
    };

    [Theory]
    [MemberData(nameof(Disguises))]
    public async Task I_repeat_the_key_in_my_answer_my_call_and_my_error(string disguise, string text)
    {
        Assert.NotEmpty(disguise);
        await using var me = await OllamaServer.StartAsync();
        await using var host = await StartAsync(Models(me.Url));
        me.Script.Text([.. $"It was {text} , I think.".Chunk(5).Select(piece => new string(piece))]);
        me.Script.Tool("files_read", JsonSerializer.Serialize(new { path = text }));
        me.Script.Text("ok");
        me.Script.Fails(ApiError.Unauthenticated($"the key {text} is not valid"));

        var said = $"{await host.Owner.ChatAsync("hello")}{await host.Owner.ChatAsync("read it")}{await host.Owner.ChatAsync("and now?")}";

        Assert.Equal(4, me.Requests.Count);
        Assert.All(me.Requests, request => Assert.Equal($"Bearer {Key}", request.Headers["Authorization"]));
        Assert.DoesNotContain(text, said, StringComparison.Ordinal);
        Assert.DoesNotContain(JsonSerializer.Serialize(text)[1..^1], said, StringComparison.Ordinal);
        Assert.Empty(FilesWith(host.Data, text));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task I_send_the_host_on_to_another_place_of_mine(int status)
    {
        var there = new ConcurrentQueue<string>();
        await using var other = await ListenAsync(http =>
        {
            there.Enqueue($"{http.Request.Headers.Authorization}");
            return Task.CompletedTask;
        });
        await using var me = await ListenAsync(http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = other.Urls.First() + "/api/chat";
            return Task.CompletedTask;
        });
        await using var host = await StartAsync(Models(new Uri(me.Urls.First())));

        var said = await host.Owner.ChatAsync("hello");

        Assert.Equal("failed", said.GetProperty("state").GetString());
        Assert.Empty(there);
    }

    [Fact]
    public async Task I_wait_for_another_turn_after_the_key_was_taken_away_from_me()
    {
        await using var me = await OllamaServer.StartAsync();
        await using var host = await StartAsync(Models(me.Url));
        me.Script.Text("Hello.");
        var session = (await host.Owner.ChatAsync("hello")).GetProperty("session").GetString();

        var (status, revoked) = await host.SendAsync("POST", "/secrets/revoke", new System.Text.Json.Nodes.JsonObject { ["tool"] = "model__mine" });

        Assert.Equal(200, status);
        Assert.Equal("mine/key", Assert.Single(revoked.GetProperty("quarantined").EnumerateArray()).GetString());
        Assert.Contains("lease.blocked", (await host.Owner.ChatAsync("go on", session)).ToString(), StringComparison.Ordinal);
        // By the other door, and under the name that has the same key at the same place.
        foreach (var model in new[] { "mine", "twin" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = JsonContent.Create(new { model, messages = new[] { new { role = "user", content = "hello" } } }) };
            using var response = await host.Owner.SendAsync(request);
            Assert.False(response.IsSuccessStatusCode);
            Assert.Contains(model == "mine" ? "lease.blocked" : "lease.quarantined", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Single(me.Requests);
    }

    private static string Models(Uri url) => $"""
        model: mine
        models:
          mine: {"{"} provider: ollama, model: '{OllamaServer.Model}', base_url: '{url}', secret: 'secret://mine/key' {"}"}
          twin: {"{"} provider: ollama, model: '{OllamaServer.Model}', base_url: '{url}', secret: 'secret://mine/key' {"}"}
        """;

    private static async Task<UpstreamHost> StartAsync(string yaml)
    {
        var host = await UpstreamHost.StartAsync(yaml: yaml);
        var (status, body) = await host.SendAsync("PUT", "/secrets/mine/key", new System.Text.Json.Nodes.JsonObject { ["value"] = Key });
        Assert.True(status < 300, $"{status} {body}");
        return host;
    }

    private static async Task<WebApplication> ListenAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapFallback(answer);
        await app.StartAsync();
        return app;
    }

    private static IEnumerable<string> FilesWith(string folder, string text) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);
}
