using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Testing.Anthropic;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harombe.Testing.Ollama;

/// <summary>
/// Ollama's chat and tags on a loopback port, by its API document: lines of JSON, errors as <c>{"error":…}</c>, in the stream too. Answers by a script.
/// Every request is kept, refused ones too.
/// </summary>
public sealed class OllamaServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<WireRequest> requests = new();

    private OllamaServer(WebApplication app) => this.app = app;

    /// <summary>The key of the proxy in front of it.</summary>
    public const string Key = "proxy-Zk3vQ9xT2mWb7RfLp4NcYh8Gd1JsXe5UaKo6";

    /// <summary>The one model that it has.</summary>
    public const string Model = "test:1b";

    /// <summary>Whether a proxy stands in front that wants the key.</summary>
    public bool WantsKey { get; init; }

    /// <summary>What it answers.</summary>
    public Script Script { get; } = new();

    /// <summary>Where it listens.</summary>
    public Uri Url => new(app.Urls.First());

    /// <summary>Every request to chat so far.</summary>
    public IReadOnlyList<WireRequest> Requests => [.. requests];

    /// <summary>Starts it on a free port.</summary>
    public static async Task<OllamaServer> StartAsync(bool wantsKey = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var server = new OllamaServer(builder.Build()) { WantsKey = wantsKey };
        server.app.MapPost("/api/chat", server.AnswerAsync);
        server.app.MapGet("/api/tags", () => TypedResults.Text(new JsonObject { ["models"] = new JsonArray(new JsonObject { ["name"] = Model, ["model"] = Model }) }.ToJsonString(), "application/json"));
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
        var request = WireRequest.Of(http, await reader.ReadToEndAsync());
        requests.Enqueue(request);
        if (Refuse(request) is var (status, message) && status != 0)
        {
            await ErrorAsync(http, status, message, null);
            return;
        }

        var reply = Script.Next();
        if (reply.Error is { } error)
        {
            await ErrorAsync(http, error.Status, error.Message, error.RetryAfter);
        }
        else if (request.Body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.False)
        {
            await ChatLines.WholeAsync(http, reply);
        }
        else
        {
            await ChatLines.StreamAsync(http, reply);
        }
    }

    private (int Status, string Message) Refuse(WireRequest request)
    {
        var body = request.Body;
        return WantsKey && !request.HasKey(Key) ? (401, "unauthorized")
            : body.ValueKind != JsonValueKind.Object ? (400, "invalid character in request")
            : !body.TryGetProperty("model", out var model) || model.GetString() is not { Length: > 0 } name ? (400, "model is required")
            : name != Model ? (404, $"model '{name}' not found")
            : body.GetProperty("messages").EnumerateArray().Any(message => !IsMessage(message)) ? (400, "invalid message")
            : (0, "");
    }

    private static bool IsMessage(JsonElement message) =>
        message.GetProperty("role").GetString() is "system" or "user" or "assistant" or "tool"
        && (!message.TryGetProperty("images", out var images) || images.ValueKind != JsonValueKind.Array || images.EnumerateArray().All(image => image.TryGetBytesFromBase64(out _)))
        && (!message.TryGetProperty("tool_calls", out var calls) || calls.ValueKind != JsonValueKind.Array
            || calls.EnumerateArray().All(call => call.GetProperty("function").GetProperty("arguments").ValueKind == JsonValueKind.Object));

    private static Task ErrorAsync(HttpContext http, int status, string message, int? retryAfter)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        if (retryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return http.Response.WriteAsync(new JsonObject { ["error"] = message }.ToJsonString());
    }
}
