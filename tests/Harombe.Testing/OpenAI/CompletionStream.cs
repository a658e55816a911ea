using System.Text.Json.Nodes;
using Harombe.Testing.Anthropic;
using Microsoft.AspNetCore.Http;

namespace Harombe.Testing.OpenAI;

/// <summary>An answer as server-sent chunks: the role, the pieces, the reason it ended, the usage where it was asked for, <c>[DONE]</c>.</summary>
internal static class CompletionStream
{
    public static async Task WriteAsync(HttpContext http, ScriptedReply reply, bool withUsage)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        await SendAsync(http, Delta(new JsonObject { ["role"] = "assistant", ["content"] = "" }));
        var calls = 0;
        foreach (var block in reply.Blocks)
        {
            foreach (var delta in Deltas(block, calls))
            {
                await SendAsync(http, Delta(delta));
            }

            calls += block is ScriptedBlock.ToolUse ? 1 : 0;
        }

        if (reply.Repeat is { } repeat)
        {
            // Until the client goes away: writing to it throws then.
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await SendAsync(http, Delta(new JsonObject { ["content"] = repeat }));
            }
        }

        switch (reply.End)
        {
            case StreamEnd.Broken:
                await http.Response.Body.FlushAsync();
                http.Abort();
                return;
            case StreamEnd.Early:
                return;
            case StreamEnd.Error:
                await WriteAsync(http, new JsonObject { ["error"] = new JsonObject { ["message"] = "The server had an error while processing your request.", ["type"] = "server_error" } }.ToJsonString());
                return;
            case StreamEnd.Waits:
                await reply.WaitAsync(http.RequestAborted);
                break;
        }

        await SendAsync(http, Chunk(new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = new JsonObject(), ["finish_reason"] = WholeCompletion.Finish(reply) })));
        if (withUsage)
        {
            var last = Chunk([]);
            last["usage"] = WholeCompletion.Usage();
            await SendAsync(http, last);
        }

        await WriteAsync(http, "[DONE]");
    }

    private static IEnumerable<JsonObject> Deltas(ScriptedBlock block, int index) => block switch
    {
        ScriptedBlock.Text text => text.Pieces.Select(piece => new JsonObject { ["content"] = piece }),
        ScriptedBlock.Refusal refusal => [new JsonObject { ["refusal"] = refusal.Words }],
        ScriptedBlock.ToolUse tool => tool.Pieces.Select((piece, at) => new JsonObject
        {
            ["tool_calls"] = new JsonArray(at == 0
                ? new JsonObject { ["index"] = index, ["id"] = tool.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = tool.Name, ["arguments"] = piece } }
                : new JsonObject { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = piece } }),
        }),
        _ => throw new InvalidOperationException("Unknown block."),
    };

    private static JsonObject Delta(JsonObject delta) => Chunk(new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = null }));

    private static JsonObject Chunk(JsonArray choices) => new()
    {
        ["id"] = "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
        ["object"] = "chat.completion.chunk",
        ["created"] = 1_741_569_952,
        ["model"] = OpenAIServer.Model,
        ["choices"] = choices,
    };

    private static Task SendAsync(HttpContext http, JsonObject chunk) => WriteAsync(http, chunk.ToJsonString());

    private static async Task WriteAsync(HttpContext http, string data)
    {
        await http.Response.WriteAsync($"data: {data}\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
