using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Harombe.Testing.Anthropic;

/// <summary>An answer as one JSON object, for requests that don't stream.</summary>
internal static class WholeMessage
{
    public static async Task WriteAsync(HttpContext http, ScriptedReply reply)
    {
        if (reply.End == StreamEnd.Waits)
        {
            await reply.WaitAsync(http.RequestAborted);
        }

        var message = Start();
        message["content"] = new JsonArray([.. reply.Blocks.Select(Block)]);
        message["stop_reason"] = reply.Reason;
        http.Response.ContentType = "application/json";
        message["usage"] = new JsonObject { ["input_tokens"] = 25, ["output_tokens"] = 15 };
        await WireEnding.WriteAsync(http, message.ToJsonString(), reply.End);
    }

    /// <summary>A message that has said nothing yet.</summary>
    public static JsonObject Start() => new()
    {
        ["id"] = "msg_01XFDUDYJgAACzvnptvVoYEL",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = AnthropicServer.Model,
        ["content"] = new JsonArray(),
        ["stop_reason"] = null,
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject { ["input_tokens"] = 25, ["output_tokens"] = 1 },
    };

    private static JsonObject Block(ScriptedBlock block) => block switch
    {
        ScriptedBlock.Text text => new JsonObject { ["type"] = "text", ["text"] = string.Concat(text.Pieces) },
        ScriptedBlock.ToolUse tool => new JsonObject { ["type"] = "tool_use", ["id"] = tool.Id, ["name"] = tool.Name, ["input"] = JsonNode.Parse(string.Concat(tool.Pieces)) },
        _ => throw new InvalidOperationException("Unknown block."),
    };
}
