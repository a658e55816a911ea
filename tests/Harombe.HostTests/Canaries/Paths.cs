using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Harombe.HostTests.Chat;
using Harombe.Core.Telemetry;
using Harombe.Host.Hosting;
using Harombe.Testing.Anthropic;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harombe.HostTests.Canaries;

/// <summary>A road on which a secret may come into the host, or be on its way out of it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Guards">Where it is redacted; without any one of them something leaks.</param>
/// <param name="GoAsync">Sends the text along it; returns all that the client was answered.</param>
internal sealed record CanaryPath(string Name, string[] Guards, Func<ChatHost, CanaryTools, string, Task<string>> GoAsync)
{
    private const int MostAttempts = 20;

    public override string ToString() => Name;

    public static IReadOnlyList<CanaryPath> All { get; } =
    [
        new("user's message, streamed", ["Turns"], (host, _, text) => SayAsync(host, $"it is {text} .")),
        new("user's message, whole answer", ["Turns"], async (host, _, text) =>
        {
            host.Script.Text("ok");
            using var answer = await host.Client.PostAsJsonAsync("/chat", new { message = $"it is {text} ." });
            return await answer.Content.ReadAsStringAsync();
        }),
        new("OpenAI API: the user's message", ["Turns"], (host, _, text) => CompleteAsync(host, $"it is {text} .", "ok", stream: false)),
        new("OpenAI API: the client's own prompt", ["Turns"], (host, _, text) => CompleteAsync(host, "hello", "ok", stream: false, system: $"it is {text} .")),
        new("OpenAI API: what the client says of its tools and earlier calls", ["Turns"], async (host, _, text) =>
        {
            host.Script.Text("ok");
            var name = new { name = "look", description = $"It is {text} .", parameters = new { type = "object", properties = new { a = new { type = "string", description = $"x {text} y" } } } };
            using var answer = await host.Client.PostAsJsonAsync("/v1/chat/completions", new
            {
                model = "harombe",
                tools = new[] { new { type = "function", function = name } },
                messages = new object[]
                {
                    new { role = "user", content = "hello" },
                    new { role = "assistant", content = $"it was {text} .", tool_calls = new[] { new { id = "c1", type = "function", function = new { name = "look", arguments = JsonSerializer.Serialize(new { a = $"x {text} y" }) } } } },
                    new { role = "tool", tool_call_id = "c1", content = $"came of it: {text} ." },
                },
            });
            return await answer.Content.ReadAsStringAsync();
        }),
        new("OpenAI API: what the model says", ["ModelStep"], (host, _, text) => CompleteAsync(host, "hello", $"It was {text} , I think.", stream: false)),
        new("OpenAI API: what the model says, streamed", ["ModelStep"], (host, _, text) => CompleteAsync(host, "hello", $"It was {text} , I think.", stream: true)),
        new("what the model says", ["ModelStep"], (host, _, text) => SayAsync(host, "hello", () => host.Script.Text([.. $"It was {text} , I think.".Chunk(3).Select(piece => new string(piece))]))),
        new("what the model says, whole answer", ["ModelStep"], async (host, _, text) =>
        {
            host.Script.Text($"It was {text} , I think.");
            using var answer = await host.Client.PostAsJsonAsync("/chat", new { message = "hello" });
            return await answer.Content.ReadAsStringAsync();
        }),
        new("arguments of the model's call", ["TurnLoop", "ReceiveStation"], (host, _, text) => ToolAsync(host, "echo", JsonSerializer.Serialize(new { text = $"x {text} y" }))),
        Tool("text", "ResultStation"),
        Tool("error", "ResultStation"),
        // The model reads text alone; whatever comes of the rest, it must be nowhere.
        Tool("structured"),
        Tool("key"),
        Tool("file"),
        new("error of the model's provider", ["ModelAsking"], (host, _, text) => SayAsync(host, "hello", () => host.Script.Fails(ApiError.Invalid($"could not read {text} .")))),
        new("log", ["RedactingFormatter", "RedactingRecords"], (host, _, text) =>
        {
            Logger(host).LogWarning("it is {Value} and {Text}", text, "x");
            return Task.FromResult("");
        }),
        new("crash", ["RedactingFormatter", "RedactingRecords"], (host, _, text) =>
        {
            Logger(host).LogError(new InvalidOperationException($"inner {text} ."), "it broke");
            return Task.FromResult("");
        }),
        new("span of a library, in its texts", ["RedactingSpans"], (host, _, text) => SpanAsync(span => span.SetTag("x", $"x {text} y").SetTag("many", new[] { "a", text }).SetStatus(ActivityStatusCode.Error, $"for {text} ."))),
        new("span of a library, in its events", ["RedactingSpans"], (host, _, text) => SpanAsync(span => span.AddException(new InvalidOperationException($"for {text} .")))),
        new("address of a request, which a span names", ["RedactingSpans"], async (host, _, text) =>
        {
            using var answer = await host.Client.GetAsync(new Uri($"/chat/{Uri.EscapeDataString(text)}/stream?code={Uri.EscapeDataString(text)}", UriKind.Relative));
            // The address is the client's own; no part of the answer.
            return await answer.Content.ReadAsStringAsync();
        }),
        .. new[] { "2025-06-18", "2026-07-28" }.SelectMany(Mcp),
        .. UpstreamPaths.All,
    ];

    private static CanaryPath Tool(string name, params string[] guards) => new($"tool's {name}", guards, (host, tools, text) =>
    {
        tools.Held = text;
        return ToolAsync(host, name, "{}");
    });

    private static IEnumerable<CanaryPath> Mcp(string revision) =>
    [
        .. new[] { "text", "structured", "key", "file", "name", "error" }.Select(name => new CanaryPath(
            // The name of a file is not passed on.
            $"MCP {revision}: tool's {name}", name == "name" ? [] : ["ResultStation"], (host, tools, text) =>
        {
            tools.Held = text;
            return McpAsync(host, revision, $"canary_{name}", []);
        })),
        new($"MCP {revision}: progress", ["ScannedProgress"], (host, tools, text) =>
        {
            tools.Held = text;
            return McpAsync(host, revision, "canary_progress", [], isHeard: true);
        }),
        // A name of the client's own choice: in spans, metrics, the record and the refusal.
        new($"MCP {revision}: name of a tool", [], (host, _, text) => McpAsync(host, revision, $"canary_{text}", [])),
        new($"MCP {revision}: arguments", ["ReceiveStation"], (host, _, text) => McpAsync(host, revision, "canary_echo", new() { ["text"] = $"x {text} y" })),
    ];

    private static ILogger Logger(ChatHost host) => host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("canary");

    private static Task<string> SpanAsync(Action<Activity> fill)
    {
        using var span = Signals.Source.StartActivity("canary");
        fill(span ?? throw new InvalidOperationException("Nobody listens to spans."));
        return Task.FromResult("");
    }

    private static async Task<string> SayAsync(ChatHost host, string message, Action? script = null)
    {
        if (script is null)
        {
            host.Script.Text("ok");
        }

        script?.Invoke();
        return string.Join('\n', (await host.SayAsync(message)).Lines);
    }

    private static async Task<string> CompleteAsync(ChatHost host, string message, string reply, bool stream, string system = "You are a test.")
    {
        host.Script.Text([.. reply.Chunk(5).Select(piece => new string(piece))]);
        using var answer = await host.Client.PostAsJsonAsync("/v1/chat/completions", new
        {
            model = "harombe",
            stream,
            messages = new[] { new { role = "system", content = system }, new { role = "user", content = message } },
        });
        return await answer.Content.ReadAsStringAsync();
    }

    private static Task<string> ToolAsync(ChatHost host, string tool, string arguments) => SayAsync(host, "call it", () =>
    {
        host.Script.Tool($"canary_{tool}", arguments);
        host.Script.Text("ok");
    });

    /// <summary>Calls a tool as a client of a revision does; gives all that it was answered and told.</summary>
    public static async Task<string> McpAsync(ChatHost host, string revision, string tool, Dictionary<string, object?> arguments, bool isHeard = false)
    {
        var heard = new List<string>();
        await using var client = await McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions
            {
                Endpoint = new Uri(host.Services.GetRequiredService<ListeningAddress>().Url, "/mcp"),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + await TokenAsync(host) },
            }),
            new McpClientOptions { ClientInfo = new Implementation { Name = "canary", Version = "1" }, ProtocolVersion = revision });
        CallToolResult result;
        try
        {
            result = await client.CallToolAsync(tool, arguments, new Progress(heard));
        }
        catch (Exception e) when (e is McpProtocolException or HttpRequestException)
        {
            // Refused, or a name that a header can't carry and that is never sent.
            return e.Message;
        }

        // A notification has its own way, and one that comes after the result is dropped by the client: then once more.
        for (var attempt = 0; isHeard && Count(heard) == 0 && attempt < MostAttempts; attempt++)
        {
            result = await client.CallToolAsync(tool, arguments, new Progress(heard));
        }

        return JsonSerializer.Serialize(result, ModelContextProtocol.McpJsonUtilities.DefaultOptions) + string.Join('\n', heard);
    }

    private static async Task<string> TokenAsync(ChatHost host)
    {
        using var issued = await host.Client.PostAsJsonAsync("/tokens", new { principal = "ide", kind = "caller", tools = new[] { "*" }, days = 1 });
        return (await issued.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!; // not null: it was issued
    }

    private static int Count(List<string> heard)
    {
        lock (heard)
        {
            return heard.Count;
        }
    }

    private sealed class Progress(List<string> heard) : IProgress<ModelContextProtocol.ProgressNotificationValue>
    {
        public void Report(ModelContextProtocol.ProgressNotificationValue value)
        {
            lock (heard)
            {
                heard.Add(value.Message ?? "");
            }
        }
    }
}
