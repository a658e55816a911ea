using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harombe.Core.Secrets;
using Harombe.HostTests.Chat;
using Harombe.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harombe.HostTests.Alerts;

public sealed class AlertTests
{
    private const string Canary = "ghp_" + "Q7vKx2Lr9TzWm4HdYb8NcPs3JfGu6aEe0iRt";
    private const string Key = "the-key-of-the-webhook-and-nobody-else";

    [Fact]
    public async Task A_burst_of_refusals_reaches_the_webhook_signed_and_without_the_secret_that_was_refused()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await StartAsync(receiver);

        for (var i = 0; i < 3; i++)
        {
            host.Script.Tool("files_write", $$"""{"path":"a.txt","content":"{{Canary}}"}""");
            host.Script.Text("That was refused.");
            await host.SayAsync("write it");
        }

        var (body, headers) = await Eventually.SeeAsync("the alert", () => Task.FromResult(
            receiver.Taken.Where(one => one.Body.Contains("\"denials\"", StringComparison.Ordinal)).Select(one => Tuple.Create(one.Body, one.Headers)).FirstOrDefault()));
        var alert = JsonElement.Parse(body);
        Assert.Equal("owner.chat", alert.GetProperty("subject").GetString());
        Assert.Equal(3, alert.GetProperty("count").GetInt32());
        Assert.Contains("scan.arguments", alert.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Q7vKx2Lr9TzWm4HdYb8NcPs3JfGu6aEe0iRt", body, StringComparison.Ordinal);
        // As standardwebhooks.com says to verify it.
        var signed = Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}");
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), signed)), headers["webhook-signature"]);
        Assert.Equal(alert.GetProperty("id").GetString(), headers["webhook-id"]);
    }

    [Fact]
    public async Task A_receiver_that_fails_is_asked_again_with_the_same_alert()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Fails = 1;
        await using var host = await StartAsync(receiver);

        for (var i = 0; i < 3; i++)
        {
            host.Script.Tool("files_read", """{"wrong":1}""");
            host.Script.Text("That was refused.");
            await host.SayAsync("read it");
        }

        await Eventually.SeeAsync("the second try", () => Task.FromResult(receiver.Taken.Count >= 2 ? "yes" : null));
        var (first, second) = (receiver.Taken.First(), receiver.Taken.ElementAt(1));
        Assert.Equal(first.Body, second.Body);
    }

    private static async Task<ChatHost> StartAsync(Receiver receiver)
    {
        var host = await ChatHost.StartAsync(yaml: $"""
            alerts:
              webhook: {receiver.Url}
              denials: 3
              redactions: 0
            """);
        await host.StoreAsync("alerts/webhook", Key);
        return host;
    }

    private sealed class Receiver : IAsyncDisposable
    {
        private readonly WebApplication app;

        private Receiver(WebApplication app) => this.app = app;

        public Uri Url => new(new Uri(app.Urls.First()), "/alerts");

        public int Fails { get; set; }

        public ConcurrentQueue<(string Body, IHeaderDictionary Headers)> Taken { get; } = new();

        public static async Task<Receiver> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
            var receiver = new Receiver(builder.Build());
            receiver.app.MapPost("/alerts", async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                receiver.Taken.Enqueue((await reader.ReadToEndAsync(), new HeaderDictionary(request.Headers.ToDictionary(header => header.Key, header => header.Value))));
                return receiver.Fails-- > 0 ? Results.StatusCode(503) : Results.NoContent();
            });
            await receiver.app.StartAsync();
            return receiver;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
