using System.Collections.Concurrent;
using System.Text.Json;
using Harombe.Testing.Anthropic;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harombe.Testing.OpenAI;

/// <summary>
/// OpenAI's chat completions on a loopback port, by the public API reference: it refuses what the real one refuses, in the real one's form, and answers
/// by a script. Every request is kept, refused ones too.
/// </summary>
public sealed class OpenAIServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<WireRequest> requests = new();

    private OpenAIServer(WebApplication app) => this.app = app;

    /// <summary>The one key that it takes.</summary>
    public const string Key = "sk-proj-Zk3vQ9xT2mWb7RfLp4NcYh8Gd1JsXe5UaKo6";

    /// <summary>The one model that it has.</summary>
    public const string Model = "gpt-test";

    /// <summary>Whether it looks at the key; a server on one's own machine often does not.</summary>
    public bool WantsKey { get; init; } = true;

    /// <summary>What it answers.</summary>
    public Script Script { get; } = new();

    /// <summary>What a client is given as its base URL.</summary>
    public Uri Url => new(new Uri(app.Urls.First()), "/v1");

    /// <summary>Every request so far.</summary>
    public IReadOnlyList<WireRequest> Requests => [.. requests];

    /// <summary>Starts it on a free port.</summary>
    public static async Task<OpenAIServer> StartAsync(bool wantsKey = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var server = new OpenAIServer(builder.Build()) { WantsKey = wantsKey };
        server.app.MapPost("/v1/chat/completions", server.AnswerAsync);
        server.app.MapFallback(http => CompletionError.WriteAsync(http, 404, "Invalid URL", "invalid_request_error", null));
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
        var request = WireRequest.Of(http, text);
        requests.Enqueue(request);
        if (CompletionCheck.Refuse(request, WantsKey) is { } refusal)
        {
            await CompletionError.WriteAsync(http, refusal.Status, refusal.Message, "invalid_request_error", refusal.Code);
            return;
        }

        var reply = Script.Next();
        if (reply.Error is { } error)
        {
            await CompletionError.WriteAsync(http, error);
        }
        else if (request.Body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True)
        {
            await CompletionStream.WriteAsync(http, reply, request.Body.TryGetProperty("stream_options", out var options) && options.GetProperty("include_usage").GetBoolean());
        }
        else
        {
            await WholeCompletion.WriteAsync(http, reply);
        }
    }
}
