using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harombe.Testing.Telemetry;

/// <summary>
/// Takes what is exported over OTLP/HTTP and keeps it. Strings stand in protobuf as they are, so a body can be searched without its schema; an empty body is
/// a full success by the protocol.
/// </summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Signal, string Body)> taken = new();

    private OtlpCollector(WebApplication app) => this.app = app;

    /// <summary>Where it listens.</summary>
    public Uri Url => new(app.Urls.First());

    /// <summary>All of a signal: traces, metrics or logs.</summary>
    public string Of(string signal) => string.Concat(taken.Where(one => one.Signal == signal).Select(one => one.Body));

    /// <summary>Begins to listen on the loopback.</summary>
    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var collector = new OtlpCollector(builder.Build());
        collector.app.MapPost("/v1/{signal}", collector.TakeAsync);
        await collector.app.StartAsync();
        return collector;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> TakeAsync(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        taken.Enqueue((signal, Encoding.Latin1.GetString(body.ToArray())));
        return Results.Bytes([], request.ContentType);
    }
}
