using System.Text.Json.Nodes;
using Harombe.Testing.Anthropic;
using Microsoft.AspNetCore.Http;

namespace Harombe.Testing.OpenAI;

/// <summary>An answer as one JSON object, for requests that don't stream.</summary>
internal static class WholeCompletion
{
    public static async Task WriteAsync(HttpContext http, ScriptedReply reply)
    {
        if (reply.End == StreamEnd.Waits)
        {
            await reply.WaitAsync(http.RequestAborted);
        }

        var message = new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = reply.Blocks.OfType<ScriptedBlock.Text>().Any() ? string.Concat(reply.Blocks.OfType<ScriptedBlock.Text>().SelectMany(text => text.Pieces)) : null,
            ["refusal"] = reply.Blocks.OfType<ScriptedBlock.Refusal>().FirstOrDefault()?.Words,
        };
        if (reply.Blocks.OfType<ScriptedBlock.ToolUse>().ToList() is { Count: > 0 } calls)
        {
            message["tool_calls"] = new JsonArray([.. calls.Select(call => new JsonObject
            {
                ["id"] = call.Id,
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = string.Concat(call.Pieces) },
            })]);
        }

        var whole = new JsonObject
        {
            ["id"] = "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
            ["object"] = "chat.completion",
            ["created"] = 1_741_569_952,
            ["model"] = OpenAIServer.Model,
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = Finish(reply) }),
            ["usage"] = Usage(),
        }.ToJsonString();
        http.Response.ContentType = "application/json";
        await WireEnding.WriteAsync(http, whole, reply.End);
    }

    public static string Finish(ScriptedReply reply) => reply.StopReason switch
    {
        "max_tokens" => "length",
        "refusal" => "content_filter",
        _ => reply.Blocks.Any(block => block is ScriptedBlock.ToolUse) ? "tool_calls" : "stop",
    };

    public static JsonObject Usage() => new()
    {
        ["prompt_tokens"] = 25,
        ["completion_tokens"] = 15,
        ["total_tokens"] = 40,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
    };
}
