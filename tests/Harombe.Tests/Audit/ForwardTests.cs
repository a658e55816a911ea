using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Harombe.Audit;
using Harombe.Audit.Anchors;
using Harombe.Audit.Forwarding;
using Harombe.Core.Audit;
using Harombe.Core.Secrets;
using Harombe.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Harombe.Tests.Audit;

/// <summary>Receivers on loopback that take what the real ones take, and refuse what they refuse.</summary>
public sealed class ForwardTests
{
    [Fact]
    public async Task Splunk_gets_every_entry_in_order_with_its_token_and_once_more_after_a_fault()
    {
        await using var receiver = await Receiver.StartAsync((request, body, attempt) =>
        {
            Assert.Equal("/services/collector/event", request.Path);
            Assert.Equal("Splunk letmein", request.Headers.Authorization);
            return attempt == 0 ? (503, "") : (200, """{"text":"Success","code":0}""");
        });
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        using var token = new Secret("letmein"u8);
        await folder.Secrets.WriteAsync(SecretName.Parse("splunk/token"), token, default);
        folder.Folder.Options.ForwardSplunk = receiver.Url;
        folder.Folder.Options.ForwardSplunkToken = SecretName.Parse("splunk/token");
        await folder.AppendAsync([.. Enumerable.Range(0, 600).Select(i => Sample.Host($"{i}"))]);

        await RunAsync(folder, () => receiver.Bodies.Sum(body => body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length) >= 601);

        var events = receiver.Bodies.SelectMany(body => body.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(Enumerable.Range(0, 601), events.Select(one => one.GetProperty("event").GetProperty("seq").GetInt32()));
        Assert.All(events, one => Assert.Equal("harombe:audit", one.GetProperty("sourcetype").GetString()));
    }

    [Fact]
    public async Task Elasticsearch_gets_each_entry_under_an_id_of_its_own_and_what_it_has_already_is_no_fault()
    {
        await using var receiver = await Receiver.StartAsync((request, body, attempt) =>
        {
            Assert.Equal(("/_bulk", "application/x-ndjson"), (request.Path.Value, request.ContentType?.Split(';')[0]));
            return (200, """{"took":1,"errors":true,"items":[{"create":{"status":409}},{"create":{"status":201}}]}""");
        });
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        folder.Folder.Options.ForwardElasticsearch = receiver.Url;
        await folder.AppendAsync(Sample.Host());

        await RunAsync(folder, () => !receiver.Bodies.IsEmpty);

        var lines = receiver.Bodies.First().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Equal($"{folder.Folder.Options.Origin}/1", JsonDocument.Parse(lines[2]).RootElement.GetProperty("create").GetProperty("_id").GetString());
        Assert.Equal(Encoding.UTF8.GetString(folder.Folder.Stored(1)), lines[3]);
    }

    [Fact]
    public async Task An_OTLP_receiver_gets_log_records_with_the_entry_as_their_body()
    {
        await using var receiver = await Receiver.StartAsync((request, body, attempt) => (request.Path == "/v1/logs" ? 200 : 404, "{}"));
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        folder.Folder.Options.ForwardOtlp = receiver.Url;

        await RunAsync(folder, () => !receiver.Bodies.IsEmpty);

        var record = JsonDocument.Parse(receiver.Bodies.First()).RootElement.GetProperty("resourceLogs")[0].GetProperty("scopeLogs")[0].GetProperty("logRecords")[0];
        Assert.Equal(Encoding.UTF8.GetString(folder.Folder.Stored(0)), record.GetProperty("body").GetProperty("stringValue").GetString());
    }

    [Fact]
    public async Task A_syslog_server_gets_counted_messages_of_RFC_5424()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        folder.Folder.Options.ForwardSyslog = $"tcp://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}";
        var received = "";
        var reading = Task.Run(async () =>
        {
            using var client = await server.AcceptTcpClientAsync();
            var buffer = new byte[65_536];
            var length = 0;
            for (var count = 1; count > 0; length += count)
            {
                count = await client.GetStream().ReadAsync(buffer.AsMemory(length));
            }

            received = Encoding.UTF8.GetString(buffer, 0, length);
        });

        await RunAsync(folder, () => received.Length > 0);

        var (length, message) = (received[..received.IndexOf(' ')], received[(received.IndexOf(' ') + 1)..]);
        Assert.Equal(length, $"{Encoding.UTF8.GetByteCount(message)}");
        Assert.Matches(@"^<109>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \S+ harombe \d+ audit\.key - \uFEFF\{", message);
        await reading;
    }

    [Fact]
    public async Task A_syslog_server_that_breaks_the_connection_gets_the_entries_again()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        folder.Folder.Options.ForwardSyslog = $"tcp://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}";
        var received = "";
        var serving = Task.Run(async () =>
        {
            // It takes what is sent into its buffer, and dies before it has read it.
            using (var dying = await server.AcceptSocketAsync())
            {
                await Eventually.BeAsync("something was sent", () => dying.Available > 0);
                dying.LingerState = new LingerOption(enable: true, seconds: 0);
            }

            using var client = await server.AcceptTcpClientAsync();
            using var reader = new StreamReader(client.GetStream());
            received = await reader.ReadToEndAsync();
        });

        await RunAsync(folder, () => received.Length > 0);

        await serving;
        Assert.Contains("\"seq\":0", received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_target_slows_nothing_and_what_it_missed_arrives_when_it_is_back_even_after_a_restart()
    {
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        folder.Folder.Options.ForwardOtlp = new Uri("http://127.0.0.1:9/");
        var forwards = Forwards(folder);
        await forwards.StartAsync(default);
        await folder.AppendAsync([.. Enumerable.Range(0, 50).Select(i => Sample.Host($"{i}"))]);
        await Eventually.BeAsync("the target is found dead", () => forwards.Loops[0].Trouble is not null);
        Assert.Equal(0, forwards.Loops[0].Next);
        await forwards.StopAsync(default);
        await using var receiver = await Receiver.StartAsync((request, body, attempt) => (200, ""));
        folder.Folder.Options.ForwardOtlp = receiver.Url;

        await RunAsync(folder, () => !receiver.Bodies.IsEmpty);

        Assert.Equal(51, JsonDocument.Parse(receiver.Bodies.First()).RootElement.GetProperty("resourceLogs")[0].GetProperty("scopeLogs")[0].GetProperty("logRecords").GetArrayLength());
        await RunAsync(folder, () => true);
        Assert.Single(receiver.Bodies);
    }

    [Fact]
    public async Task A_disk_that_does_not_take_the_offset_is_told_and_the_entries_are_sent_again_when_it_does()
    {
        await using var receiver = await Receiver.StartAsync((request, body, attempt) => (200, ""));
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        folder.Folder.Options.ForwardOtlp = receiver.Url;
        var offset = Path.Combine(folder.Folder.Options.Folder, "audit-forward.otlp");
        // A file can't be made where a folder is.
        Directory.CreateDirectory(offset + ".new");
        var forwards = Forwards(folder);
        await forwards.StartAsync(default);
        await Eventually.BeAsync("the offset is not written", () => forwards.Loops[0].Trouble is not null);
        Assert.Equal(0, forwards.Loops[0].Next);
        await folder.AppendAsync(Sample.Host());
        Directory.Delete(offset + ".new");
        await Eventually.BeAsync("the entries are sent again", () => forwards.Loops[0].Next == 2);
        await forwards.StopAsync(default);

        Assert.Null(forwards.Loops[0].Trouble);
        Assert.True(receiver.Bodies.Count >= 2);
        Assert.Equal("2", await File.ReadAllTextAsync(offset));
    }

    [Fact]
    public async Task Checkpoints_reach_a_file_and_a_webhook_and_one_anchor_that_fails_keeps_none_of_the_others_from_them()
    {
        await using var receiver = await Receiver.StartAsync((request, body, attempt) => (204, ""));
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        folder.Folder.Options.AnchorFile = Path.Combine(folder.Folder.Options.Folder, "anchor");
        folder.Folder.Options.AnchorGit = Path.Combine(folder.Folder.Options.Folder, "no such repository");
        folder.Folder.Options.AnchorWebhook = receiver.Url;
        var anchoring = new Anchoring(folder.Log, folder.Checkpoints, Options.Create(folder.Folder.Options), Http(), TimeProvider.System, NullLogger<Anchoring>.Instance);

        var round = await anchoring.PublishAsync(default);
        await folder.AppendAsync(Sample.Host());
        await anchoring.PublishAsync(default);

        Assert.StartsWith("git ", Assert.Single(round.Failed).Name, StringComparison.Ordinal);
        Assert.Equal(string.Concat(receiver.Bodies), await File.ReadAllTextAsync(folder.Folder.Options.AnchorFile));
    }

    private static async Task RunAsync(SignedFolder folder, Func<bool> until)
    {
        var forwards = Forwards(folder);
        await forwards.StartAsync(default);
        await Eventually.BeAsync("the entries have arrived", until);
        await forwards.StopAsync(default);
    }

    private static Forwards Forwards(SignedFolder folder) =>
        new(folder.Log, Options.Create(folder.Folder.Options), Http(), [folder.Secrets], TimeProvider.System, NullLogger<Forwards>.Instance);

    private static IHttpClientFactory Http() => new ServiceCollection().AddHttpClient().BuildServiceProvider().GetRequiredService<IHttpClientFactory>();

    private sealed class Receiver(WebApplication app, ConcurrentQueue<string> bodies) : IAsyncDisposable
    {
        public Uri Url { get; } = new(app.Urls.First());

        /// <summary>What was accepted.</summary>
        public ConcurrentQueue<string> Bodies { get; } = bodies;

        public static async Task<Receiver> StartAsync(Func<HttpRequest, string, int, (int Status, string Body)> answer)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Configuration["urls"] = "http://127.0.0.1:0";
            var app = builder.Build();
            var (bodies, attempt) = (new ConcurrentQueue<string>(), 0);
            app.MapPost("/{**path}", async (HttpContext http) =>
            {
                using var reader = new StreamReader(http.Request.Body);
                var body = await reader.ReadToEndAsync();
                var (status, text) = answer(http.Request, body, attempt++);
                if (status < 300)
                {
                    bodies.Enqueue(body);
                }

                http.Response.StatusCode = status;
                if (text.Length > 0)
                {
                    await http.Response.WriteAsync(text);
                }
            });
            await app.StartAsync();
            return new Receiver(app, bodies);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
