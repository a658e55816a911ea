using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harombe.Host.Configuration;
using Harombe.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harombe.HostTests.Chat;

/// <summary>Approvers who are told of questions, and the signed links by which they answer. A real host and a real receiver.</summary>
public sealed class ApproverChannelTests
{
    private const string Key = "a key of thirty-two bytes or more!";

    [Fact]
    public async Task An_approver_is_told_and_answers_by_the_link_once()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await StartAsync(receiver);
        var (asked, message) = await AskAsync(host, receiver);

        Assert.Equal(("approval.asked", "files.write", "medium"), (Text(message.Json, "type"), Text(message.Json, "tool"), Text(message.Json, "risk")));
        Assert.DoesNotContain("hello.txt", message.Body, StringComparison.Ordinal);
        var signed = Encoding.UTF8.GetBytes($"{message.Headers["webhook-id"]}.{message.Headers["webhook-timestamp"]}.{message.Body}");
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), signed)), message.Headers["webhook-signature"]);

        // Whoever only looks answers nothing, however often: chat programs open links by themselves.
        using var anybody = new HttpClient { BaseAddress = host.Client.BaseAddress };
        var link = new Uri(Text(message.Json, "link")).PathAndQuery;
        for (var i = 0; i < 3; i++)
        {
            var page = await anybody.GetStringAsync(link);
            Assert.Contains("hello.txt", page, StringComparison.Ordinal);
            Assert.Contains("You answer as", page, StringComparison.Ordinal);
        }

        using var head = await anybody.SendAsync(new HttpRequestMessage(HttpMethod.Head, link));
        Assert.Equal("waiting", await StateAsync(host, asked));

        using var watch = await host.WatchAsync(asked.Session, asked.Events[^1].Id);
        using var yes = await PostAsync(anybody, link, "approve");
        Assert.Equal(HttpStatusCode.OK, yes.StatusCode);
        await ServerEvents.ReadAllAsync(watch);
        Assert.True(File.Exists(Path.Combine(host.Workspace, "hello.txt")));
        var answered = await ShownAsync(host, asked);
        Assert.Equal(("owner", "link"), (Text(answered, "answeredBy"), Text(answered, "answeredVia")));

        using var again = await PostAsync(anybody, link, "deny");
        Assert.Equal(HttpStatusCode.Gone, again.StatusCode);
        Assert.Contains("link.used", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_was_changed_belongs_to_nobody_or_comes_from_elsewhere_answers_nothing()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await StartAsync(receiver);
        var (asked, message) = await AskAsync(host, receiver);
        using var anybody = new HttpClient { BaseAddress = host.Client.BaseAddress };
        var link = new Uri(Text(message.Json, "link")).PathAndQuery;
        var token = link.Split("t=")[1];
        var said = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token));

        foreach (var forged in (string[])[said.Replace("owner", "other", StringComparison.Ordinal), said[..^1] + (said[^1] == '0' ? '1' : '0'), said.Replace("\n", "\n9", StringComparison.Ordinal), "x", ""])
        {
            using var refused = await PostAsync(anybody, "/approvals/link?t=" + System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(forged)), "approve");
            Assert.Equal(HttpStatusCode.Gone, refused.StatusCode);
            Assert.Contains("link.forged", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var elsewhere = await PostAsync(anybody, link, "approve", "https://elsewhere.example");
        Assert.Equal(HttpStatusCode.Forbidden, elsewhere.StatusCode);
        using var bare = await PostAsync(anybody, link, "approve", origin: null);
        Assert.Equal(HttpStatusCode.Forbidden, bare.StatusCode);
        Assert.Equal("waiting", await StateAsync(host, asked));
    }

    [Fact]
    public async Task A_receiver_that_fails_is_asked_again_and_the_call_waits_for_none_of_it()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Fails = 1;
        await using var host = await StartAsync(receiver);
        await AskAsync(host, receiver);
        await Eventually.SeeAsync("the second try", () => Task.FromResult(receiver.Taken.Count >= 2 ? "yes" : null));
        Assert.Equal(Text(receiver.Taken.First().Json, "link"), Text(receiver.Taken.ElementAt(1).Json, "link"));
    }

    [Fact]
    public async Task Whoever_was_not_told_before_a_restart_is_told_after_it_and_every_telling_is_in_the_record()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Fails = int.MaxValue;
        await using var host = await StartAsync(receiver);
        var (asked, _) = await AskAsync(host, receiver);
        await host.DownAsync();
        receiver.Fails = 0;
        receiver.Taken.Clear();

        await host.UpAsync();
        var message = await Eventually.SeeAsync("the message after the restart", () => Task.FromResult(receiver.Taken.FirstOrDefault()));
        Assert.Equal(asked.Approval, Text(message.Json, "approval"));
        using var anybody = new HttpClient { BaseAddress = host.Client.BaseAddress };
        using var yes = await PostAsync(anybody, new Uri(Text(message.Json, "link")).PathAndQuery, "approve");
        Assert.Equal(HttpStatusCode.OK, yes.StatusCode);

        var told = await Eventually.SeeAsync("the record", async () =>
        {
            var page = JsonElement.Parse(await host.Client.GetStringAsync("/audit?kind=approval.&limit=1000"));
            var entries = page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("entry")).Where(entry => Text(entry, "kind") is "approval.telling" or "approval.told").ToList();
            return entries.Count == 3 ? entries : null;
        });
        Assert.Equal(["approval.telling", "approval.telling", "approval.told"], told.Select(entry => Text(entry, "kind")).Order());
        Assert.All(told, entry => Assert.Equal(("owner", "generic", asked.Approval), (Text(entry, "approver"), Text(entry, "channel"), Text(entry, "approval"))));

        // Told is told: another start says nothing.
        receiver.Taken.Clear();
        await host.RestartAsync();
        await AskAsync(host, receiver);
        Assert.DoesNotContain(receiver.Taken, again => Text(again.Json, "approval") == asked.Approval);
    }

    [Theory]
    [InlineData("slack", "\"blocks\"")]
    [InlineData("ntfy", "can change something")]
    public async Task Each_receiver_is_told_in_its_own_words(string form, string says)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await StartAsync(receiver, form);
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi"}""");
        await host.SayAsync("write it");
        await Eventually.SeeAsync("the message", () => Task.FromResult(receiver.Taken.IsEmpty ? null : "yes"));
        var message = receiver.Taken.First();
        Assert.Contains(says, message.Body, StringComparison.Ordinal);
        Assert.True(form == "slack" ? message.Body.Contains("/approvals/link?t=", StringComparison.Ordinal) : message.Headers["Click"].ToString().Contains("/approvals/link?t=", StringComparison.Ordinal));
    }

    [Fact]
    public void A_channel_without_encryption_or_without_a_name_is_no_configuration()
    {
        foreach (var url in (string[])["http://hooks.example.com/x", "https://192.0.2.1/x"])
        {
            using var folder = new TemporaryFolder();
            File.WriteAllText(folder["harombe.yaml"], $"approvers: {{ ann: {{ webhook: '{url}' }} }}");
            var loaded = ConfigurationLoading.Load(new ConfigurationSources(null, folder.Path, new Dictionary<string, string> { ["HOME"] = folder.Path }, []));
            Assert.Contains(Assert.IsType<ConfigurationOutcome.Invalid>(loaded).Faults, fault => fault.Key == "approvers.ann.webhook");
        }
    }

    private static async Task<ChatHost> StartAsync(Receiver receiver, string form = "generic")
    {
        var host = await ChatHost.StartAsync(yaml: $"approvers: {{ owner: {{ webhook: '{receiver.Url}', form: {form} }} }}");
        await host.StoreAsync("approvers/webhook", Key);
        return host;
    }

    private static async Task<(Talk Asked, Message Message)> AskAsync(ChatHost host, Receiver receiver)
    {
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi"}""");
        host.Script.Text("Written.");
        var asked = await host.SayAsync("write it");
        await Eventually.SeeAsync("the message", () => Task.FromResult(receiver.Taken.IsEmpty ? null : "yes"));
        return (asked, receiver.Taken.First());
    }

    private static async Task<string> StateAsync(ChatHost host, Talk asked) => Text(await ShownAsync(host, asked), "state");

    private static async Task<JsonElement> ShownAsync(ChatHost host, Talk asked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/approvals/{asked.Approval}");
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await host.Client.SendAsync(request);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string link, string answer, string? origin = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/approvals/link")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["t"] = link.Split("t=")[1], ["answer"] = answer }),
        };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin.Length > 0 ? origin : http.BaseAddress!.GetLeftPart(UriPartial.Authority)); // not null: it was given one
        }

        return await http.SendAsync(request);
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString() ?? "";

    private sealed record Message(string Body, IHeaderDictionary Headers)
    {
        public JsonElement Json => JsonElement.Parse(Body);
    }

    private sealed class Receiver : IAsyncDisposable
    {
        private readonly WebApplication app;

        private Receiver(WebApplication app) => this.app = app;

        public string Url => $"http://localhost:{new Uri(app.Urls.First()).Port}/hook";

        public int Fails { get; set; }

        public ConcurrentQueue<Message> Taken { get; } = new();

        public static async Task<Receiver> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var receiver = new Receiver(builder.Build());
            receiver.app.MapPost("/hook", async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                receiver.Taken.Enqueue(new Message(await reader.ReadToEndAsync(), new HeaderDictionary(request.Headers.ToDictionary(header => header.Key, header => header.Value))));
                return receiver.Fails-- > 0 ? Results.StatusCode(503) : Results.NoContent();
            });
            await receiver.app.StartAsync();
            return receiver;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
