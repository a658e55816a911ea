using System.Text;
using System.Text.Json.Nodes;

namespace Harombe.Benchmarks.Gateways;

/// <summary>An upstream of any number of tools, <c>--upstream TOOLS</c>: each says again what it is given. No library, so that what is measured is in front of it.</summary>
internal static class PlainUpstream
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var tools = new JsonArray([.. Enumerable.Range(0, int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture)).Select(Tool)]).ToJsonString();
        using var input = new StreamReader(Console.OpenStandardInput());
        await using var output = Console.OpenStandardOutput();
        while (await input.ReadLineAsync() is { } line)
        {
            var message = JsonNode.Parse(line)!; // not null: only JSON objects are sent
            if (message["id"] is { } id)
            {
                await output.WriteAsync(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{id.ToJsonString()}},{{Answer(message, tools)}}}""" + "\n"));
                await output.FlushAsync();
            }
        }

        return 0;
    }

    private static string Answer(JsonNode message, string tools) => message["method"]!.GetValue<string>() switch
    {
        "initialize" => "\"result\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"plain\",\"version\":\"1\"}}",
        "tools/list" => $"\"result\":{{\"tools\":{tools}}}",
        "tools/call" => $"\"result\":{new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = message["params"]!["arguments"]!["message"]!.DeepClone() }) }.ToJsonString()}",
        "ping" => "\"result\":{}",
        _ => "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}",
    };

    private static JsonNode Tool(int number) => new JsonObject
    {
        ["name"] = number == 0 ? "echo" : $"echo-{number}",
        ["description"] = $"Says its message again, in the manner of tool {number}, and does nothing else with it.",
        ["inputSchema"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["message"] = new JsonObject { ["type"] = "string", ["description"] = "What to say again." } },
            ["required"] = new JsonArray("message"),
        },
    };
}
