using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Harombe.RealTests.Gateway;

/// <summary>Passes requests on with a token, for a client that can send none. Everything else stays as it is, also the names in Host and Origin.</summary>
internal sealed class AuthorizedDoor : IAsyncDisposable
{
    private readonly WebApplication app;

    private AuthorizedDoor(WebApplication app) => this.app = app;

    public int Port => new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port; // not null: started

    public static async Task<AuthorizedDoor> StartAsync(Uri to, string token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
        var door = new AuthorizedDoor(builder.Build());
        door.app.Run(context => PassAsync(context, http, to, token));
        await door.app.StartAsync();
        return door;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await door(now.Token);
        await app.DisposeAsync();

        async Task door(CancellationToken token)
        {
            try
            {
                await app.StopAsync(token);
            }
            catch (OperationCanceledException)
            {
                // Streams that a client has left open are not waited for.
            }
        }
    }

    private static async Task PassAsync(HttpContext context, HttpClient http, Uri to, string token)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(to, context.Request.Path));
        if (context.Request.ContentLength is > 0 || context.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, values) in context.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => header.Key is not ("Transfer-Encoding" or "Connection" or "Content-Length")))
            {
                context.Response.Headers[name] = values.ToArray();
            }

            await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
            var chunk = new byte[16 * 1024];
            for (int read; (read = await body.ReadAsync(chunk, context.RequestAborted)) > 0;)
            {
                await context.Response.Body.WriteAsync(chunk.AsMemory(0, read), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException)
        {
            // One of the two has hung up.
            context.Abort();
        }
    }
}
