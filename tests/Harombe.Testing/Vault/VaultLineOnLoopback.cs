using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harombe.Testing.Vault;

/// <summary>
/// The line to a Vault, ours or a real one: it hands requests on, until it is told to do to them what lines and proxies do. So the same tests of bad weather
/// run against both.
/// </summary>
public sealed class VaultLineOnLoopback : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Uri target;
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentQueue<(string Method, string Path, string Token)> seen = new();

    private VaultLineOnLoopback(WebApplication app, Uri target) => (this.app, this.target) = (app, target);

    /// <summary>Where the line begins.</summary>
    public Uri Url => new(app.Urls.First());

    /// <summary>What it does to a request in place of handing it on; false hands it on. Set and asked by many threads.</summary>
    public Func<HttpContext, Task<bool>> Weather { get; set; } = _ => Task.FromResult(false);

    /// <summary>Every request that came in: method, path and the token it carried.</summary>
    public IReadOnlyList<(string Method, string Path, string Token)> Seen => [.. seen];

    /// <summary>Starts a line to this address.</summary>
    public static async Task<VaultLineOnLoopback> StartAsync(Uri target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var line = new VaultLineOnLoopback(builder.Build(), target);
        line.app.Run(line.HandAsync);
        await line.app.StartAsync();
        return line;
    }

    /// <summary>Answers with a status and a body.</summary>
    public static Func<HttpContext, Task<bool>> Answers(int status, string body = "{\"errors\":[]}", string type = "application/json") => async http =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.WriteAsync(body);
        return true;
    };

    /// <summary>Sends on to another address, as a standby does.</summary>
    public static Func<HttpContext, Task<bool>> RedirectsTo(Uri other, int status = 307) => http =>
    {
        http.Response.StatusCode = status;
        http.Response.Headers.Location = new Uri(other, http.Request.Path + http.Request.QueryString.ToString()).ToString();
        return Task.FromResult(true);
    };

    /// <summary>Breaks the connection off, before an answer or in the middle of one.</summary>
    public static Func<HttpContext, Task<bool>> Cuts(bool midway) => async http =>
    {
        if (midway)
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = 1000;
            await http.Response.WriteAsync("{\"data\":{");
            await http.Response.Body.FlushAsync();
        }

        http.Abort();
        return true;
    };

    /// <summary>Never answers, until the caller goes.</summary>
    public Func<HttpContext, Task<bool>> IsSilent() => async http =>
    {
        var over = new TaskCompletionSource();
        await using var gone = http.RequestAborted.Register(over.SetResult);
        await using var ended = end.Token.Register(() => over.TrySetResult());
        await over.Task;
        return true;
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await app.DisposeAsync();
        http.Dispose();
        end.Dispose();
    }

    private async Task HandAsync(HttpContext context)
    {
        seen.Enqueue((context.Request.Method, context.Request.Path + context.Request.QueryString.ToString(), context.Request.Headers["X-Vault-Token"].ToString()));
        if (await Weather(context))
        {
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(target, context.Request.Path + context.Request.QueryString.ToString()));
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType ?? "application/json");
        }

        foreach (var header in context.Request.Headers.Where(header => header.Key.StartsWith("X-Vault-", StringComparison.OrdinalIgnoreCase)))
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value.ToString());
        }

        using var response = await http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        if (response.Headers.Location is { } location)
        {
            context.Response.Headers.Location = location.ToString();
        }

        var bytes = await response.Content.ReadAsByteArrayAsync(context.RequestAborted);
        if (bytes.Length > 0)
        {
            await context.Response.Body.WriteAsync(bytes);
        }
    }
}
