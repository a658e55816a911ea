using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harombe.Benchmarks.Sessions;

/// <summary>
/// A model on the loopback that speaks Anthropic's Messages API and does nothing but stream: a token every so often, each holding its number and the moment
/// at which it was sent, by the clock that all processes of this machine share.
/// </summary>
internal sealed class TickingModel : IAsyncDisposable
{
    public const int Tokens = 40;
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly WebApplication app;

    private TickingModel(WebApplication app) => this.app = app;

    public Uri Url => new(app.Urls.First());

    public static async Task<TickingModel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var model = new TickingModel(builder.Build());
        model.app.MapPost("/v1/messages", AnswerAsync);
        await model.app.StartAsync();
        return model;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        await SendAsync(http, new JsonObject
        {
            ["type"] = "message_start",
            ["message"] = new JsonObject
            {
                ["id"] = "msg_1", ["type"] = "message", ["role"] = "assistant", ["model"] = "ticking", ["content"] = new JsonArray(),
                ["stop_reason"] = null, ["stop_sequence"] = null, ["usage"] = new JsonObject { ["input_tokens"] = 10, ["output_tokens"] = 1 },
            },
        });
        await SendAsync(http, new JsonObject { ["type"] = "content_block_start", ["index"] = 0, ["content_block"] = new JsonObject { ["type"] = "text", ["text"] = "" } });
        using var pace = new PeriodicTimer(Pace);
        for (var number = 0; number < Tokens && await pace.WaitForNextTickAsync(http.RequestAborted); number++)
        {
            var token = string.Create(CultureInfo.InvariantCulture, $"{number}:{Stopwatch.GetTimestamp()} ");
            await SendAsync(http, new JsonObject { ["type"] = "content_block_delta", ["index"] = 0, ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = token } });
        }

        await SendAsync(http, new JsonObject { ["type"] = "content_block_stop", ["index"] = 0 });
        await SendAsync(http, new JsonObject { ["type"] = "message_delta", ["delta"] = new JsonObject { ["stop_reason"] = "end_turn" }, ["usage"] = new JsonObject { ["output_tokens"] = Tokens } });
        await SendAsync(http, new JsonObject { ["type"] = "message_stop" });
    }

    private static async Task SendAsync(HttpContext http, JsonObject message)
    {
        await http.Response.WriteAsync($"event: {message["type"]}\ndata: {message.ToJsonString()}\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
