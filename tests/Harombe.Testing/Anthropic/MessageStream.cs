using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Harombe.Testing.Anthropic;

/// <summary>An answer as server-sent events, in the order that the documents give: start, blocks with their deltas, a ping among them, delta, stop.</summary>
internal static class MessageStream
{
    public static async Task WriteAsync(HttpContext http, ScriptedReply reply)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers["request-id"] = "req_011CSHoEeqs5C35K2UUqR7Fy";
        await SendAsync(http, new JsonObject { ["type"] = "message_start", ["message"] = WholeMessage.Start() });
        for (var index = 0; index < reply.Blocks.Count; index++)
        {
            await BlockAsync(http, reply.Blocks[index], index);
        }

        if (reply.Repeat is { } repeat)
        {
            await SendAsync(http, new JsonObject { ["type"] = "content_block_start", ["index"] = reply.Blocks.Count, ["content_block"] = new JsonObject { ["type"] = "text", ["text"] = "" } });
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await SendAsync(http, new JsonObject { ["type"] = "content_block_delta", ["index"] = reply.Blocks.Count, ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = repeat } });
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
                await WriteAsync(http, "error", ApiError.Overloaded.Json);
                return;
            case StreamEnd.Waits:
                await reply.WaitAsync(http.RequestAborted);
                break;
        }

        await SendAsync(http, new JsonObject
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = reply.Reason, ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = 15 },
        });
        await SendAsync(http, new JsonObject { ["type"] = "message_stop" });
    }

    private static async Task BlockAsync(HttpContext http, ScriptedBlock block, int index)
    {
        await SendAsync(http, new JsonObject { ["type"] = "content_block_start", ["index"] = index, ["content_block"] = Opening(block) });
        if (index == 0)
        {
            await SendAsync(http, new JsonObject { ["type"] = "ping" });
        }

        foreach (var delta in Deltas(block))
        {
            await SendAsync(http, new JsonObject { ["type"] = "content_block_delta", ["index"] = index, ["delta"] = delta });
        }

        await SendAsync(http, new JsonObject { ["type"] = "content_block_stop", ["index"] = index });
    }

    private static JsonObject Opening(ScriptedBlock block) => block is ScriptedBlock.ToolUse tool
        ? new JsonObject { ["type"] = "tool_use", ["id"] = tool.Id, ["name"] = tool.Name, ["input"] = new JsonObject() }
        : new JsonObject { ["type"] = "text", ["text"] = "" };

    private static IEnumerable<JsonObject> Deltas(ScriptedBlock block) => block switch
    {
        ScriptedBlock.Text text => text.Pieces.Select(piece => new JsonObject { ["type"] = "text_delta", ["text"] = piece }),
        ScriptedBlock.ToolUse tool => tool.Pieces.Select(piece => new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece }),
        _ => throw new InvalidOperationException("Unknown block."),
    };

    private static Task SendAsync(HttpContext http, JsonObject data) => WriteAsync(http, data["type"]!.GetValue<string>(), data.ToJsonString());

    private static async Task WriteAsync(HttpContext http, string kind, string json)
    {
        await http.Response.WriteAsync($"event: {kind}\ndata: {json}\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
