using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harombe.Testing.Anthropic;

/// <summary>
/// Anthropic's Messages API on a loopback port, by its public documents: it refuses what the real one refuses, in the real one's words and status,
/// and answers by a script. Every request is kept, refused ones too.
/// </summary>
public sealed class AnthropicServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ReceivedRequest> requests = new();

    private AnthropicServer(WebApplication app) => this.app = app;

    /// <summary>The one key that it takes.</summary>
    public const string Key = "sk-ant-api03-Zk3vQ9xT2mWb7RfLp4NcYh8Gd1JsXe5UaKo6";

    /// <summary>The one model that it has.</summary>
    public const string Model = "claude-test";

    /// <summary>What it answers.</summary>
    public Script Script { get; } = new();

    /// <summary>Where it listens.</summary>
    public Uri Url => new(app.Urls.First());

    /// <summary>Every request so far.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. requests];

    /// <summary>The requests that were well formed.</summary>
    public IReadOnlyList<ReceivedRequest> Accepted => [.. requests.Where(request => request.Refusal is null)];

    /// <summary>Starts it on a free port.</summary>
    public static async Task<AnthropicServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var server = new AnthropicServer(builder.Build());
        server.app.MapPost("/v1/messages", server.AnswerAsync);
        server.app.MapFallback(http => ApiError.NotFound("Not found").WriteAsync(http));
        await server.app.StartAsync();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Script.LetGo();
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync();
        var headers = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var refusal = RequestCheck.Refuse(headers, text, out var body);
        requests.Enqueue(new ReceivedRequest(headers, text, body, refusal));
        if (refusal is not null)
        {
            await refusal.WriteAsync(http);
            return;
        }

        var reply = Script.Next();
        if (reply.Error is { } error)
        {
            await error.WriteAsync(http);
        }
        else if (body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True)
        {
            await MessageStream.WriteAsync(http, reply);
        }
        else
        {
            await WholeMessage.WriteAsync(http, reply);
        }
    }
}
