using System.Text.Json.Nodes;
using Harombe.Testing.Anthropic;
using Microsoft.AspNetCore.Http;

namespace Harombe.Testing.Ollama;

/// <summary>An answer as lines of JSON, or as the one line that says it all. Calls come whole: the API knows no pieces of arguments.</summary>
internal static class ChatLines
{
    public static async Task StreamAsync(HttpContext http, ScriptedReply reply)
    {
        http.Response.ContentType = "application/x-ndjson";
        foreach (var message in reply.Blocks.SelectMany(Messages))
        {
            await WriteAsync(http, Line(message));
        }

        if (reply.Repeat is { } repeat)
        {
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await WriteAsync(http, Line(Said(repeat)));
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
                await WriteAsync(http, new JsonObject { ["error"] = "an error was encountered while running the model" });
                return;
            case StreamEnd.Waits:
                await reply.WaitAsync(http.RequestAborted);
                break;
        }

        await WriteAsync(http, Done(Said(""), reply));
    }

    public static async Task WholeAsync(HttpContext http, ScriptedReply reply)
    {
        if (reply.End == StreamEnd.Waits)
        {
            await reply.WaitAsync(http.RequestAborted);
        }

        var message = Said(string.Concat(reply.Blocks.OfType<ScriptedBlock.Text>().SelectMany(text => text.Pieces)));
        if (reply.Blocks.OfType<ScriptedBlock.ToolUse>().ToList() is { Count: > 0 } calls)
        {
            message["tool_calls"] = new JsonArray([.. calls.Select(Call)]);
        }

        http.Response.ContentType = "application/json";
        await WireEnding.WriteAsync(http, Done(message, reply).ToJsonString(), reply.End);
    }

    private static IEnumerable<JsonObject> Messages(ScriptedBlock block)
    {
        switch (block)
        {
            case ScriptedBlock.Text text:
                return text.Pieces.Select(Said);
            case ScriptedBlock.ToolUse tool:
                var message = Said("");
                message["tool_calls"] = new JsonArray(Call(tool));
                return [message];
            default:
                throw new InvalidOperationException("Ollama has no such block.");
        }
    }

    private static JsonObject Said(string text) => new() { ["role"] = "assistant", ["content"] = text };

    private static JsonObject Call(ScriptedBlock.ToolUse tool) =>
        new() { ["function"] = new JsonObject { ["name"] = tool.Name, ["arguments"] = JsonNode.Parse(string.Concat(tool.Pieces)) } };

    private static JsonObject Line(JsonObject message) => new()
    {
        ["model"] = OllamaServer.Model,
        ["created_at"] = "2025-10-17T23:14:07.414671Z",
        ["message"] = message,
        ["done"] = false,
    };

    private static JsonObject Done(JsonObject message, ScriptedReply reply)
    {
        var line = Line(message);
        line["done"] = true;
        line["done_reason"] = reply.StopReason == "max_tokens" ? "length" : "stop";
        line["total_duration"] = 174_560_334;
        line["load_duration"] = 101_397_084;
        line["prompt_eval_count"] = 25;
        line["prompt_eval_duration"] = 13_074_791;
        line["eval_count"] = 15;
        line["eval_duration"] = 52_479_709;
        return line;
    }

    private static async Task WriteAsync(HttpContext http, JsonObject line)
    {
        await http.Response.WriteAsync(line.ToJsonString() + "\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
