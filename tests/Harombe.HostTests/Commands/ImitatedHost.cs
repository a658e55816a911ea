using System.Collections.Concurrent;
using System.Text.Json;
using Harombe.Host.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harombe.HostTests.Commands;

/// <summary>A real Kestrel on the loopback with the endpoints that a test gives it. Remembers every request; takes one token only.</summary>
internal sealed class ImitatedHost : IAsyncDisposable
{
    public const string Token = "hrb_o_0123456789abcdef";
    private readonly WebApplication app;
    private readonly string folder;

    private ImitatedHost(WebApplication app, string folder)
    {
        this.app = app;
        this.folder = folder;
    }

    public ConcurrentQueue<string> Requests { get; } = new();

    public string Url => app.Urls.First();

    public static async Task<ImitatedHost> StartAsync(string folder, Action<WebApplication, ImitatedHost> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var host = new ImitatedHost(app, folder);
        app.Use(host.RememberAsync);
        app.MapGet("/healthz", () => "ok");
        map(app, host);
        await app.StartAsync();
        Directory.CreateDirectory(folder);
        OwnerFile.Write(Path.Combine(folder, "cli.token"), System.Text.Encoding.ASCII.GetBytes(Token + "\n"));
        host.Announce();
        return host;
    }

    public void Announce() => OwnerFile.Write(
        Path.Combine(folder, RunningHost.FileName),
        JsonSerializer.SerializeToUtf8Bytes(new RunningHost(Url, Environment.ProcessId, DateTimeOffset.UnixEpoch, "9.9.9"), HostingJson.Default.RunningHost));

    /// <summary>Ends a request as the host refuses.</summary>
    public static IResult Refuse(int status, string title, string rule, string remedy) => TypedResults.Problem(
        title: title, statusCode: status, extensions: new Dictionary<string, object?> { ["rule"] = rule, ["remedy"] = remedy });

    /// <summary>Writes events as the host does, from the number given.</summary>
    public static async Task EventsAsync(HttpContext http, int from, params (string Kind, string Json)[] events)
    {
        if (!http.Response.HasStarted)
        {
            http.Response.ContentType = "text/event-stream; charset=utf-8";
        }

        foreach (var (kind, json) in events)
        {
            await http.Response.WriteAsync($"id: {from++}\nevent: {kind}\ndata: {json}\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task RememberAsync(HttpContext http, RequestDelegate next)
    {
        http.Request.EnableBuffering();
        using var reader = new StreamReader(http.Request.Body, leaveOpen: true);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        http.Request.Body.Position = 0;
        var lastEvent = http.Request.Headers["Last-Event-ID"].FirstOrDefault();
        Requests.Enqueue($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}{(lastEvent is null ? "" : $" after {lastEvent}")}{(body.Length == 0 ? "" : $" {body}")}");
        var authorization = http.Request.Headers.Authorization.FirstOrDefault();
        if (http.Request.Path == "/healthz" || authorization == $"Bearer {Token}")
        {
            await next(http);
            return;
        }

        await Refuse(401, "A valid token is needed.", "access.token", "harombe token add").ExecuteAsync(http);
    }
}
