using System.Text.Json;
using Harombe.Core.Tools;

namespace Harombe.Agent.Completions;

/// <summary>Reads the tools that a client brings and how it wants to be answered.</summary>
internal static class WishReading
{
    private const int MostTools = 128;

    /// <summary>Null, without a fault, when nothing was asked for.</summary>
    public static (ClientWish? Wish, CompletionFault? Fault) Read(JsonElement body, string? system)
    {
        var (tools, fault) = Tools(body);
        if (fault is not null)
        {
            return (null, fault);
        }

        var (choice, wrong) = Choice(body, tools ?? []);
        if (wrong is not null)
        {
            return (null, wrong);
        }

        var wish = new ClientWish(
            system,
            tools,
            choice,
            (float?)Number(body, "temperature"),
            (float?)Number(body, "top_p"),
            (long?)Number(body, "seed"),
            (int?)(Number(body, "max_completion_tokens") ?? Number(body, "max_tokens")),
            Stops(body),
            body.TryGetProperty("parallel_tool_calls", out var parallel) && parallel.ValueKind is JsonValueKind.True or JsonValueKind.False ? parallel.GetBoolean() : null,
            body.TryGetProperty("response_format", out var format) && format.ValueKind == JsonValueKind.Object ? format.Clone() : null);
        return (wish == new ClientWish(null, null, null, null, null, null, null, null, null, null) ? null : wish, null);
    }

    private static (List<ClientTool>? Tools, CompletionFault? Fault) Tools(JsonElement body)
    {
        if (!body.TryGetProperty("tools", out var given) || given.ValueKind == JsonValueKind.Null)
        {
            return (null, null);
        }

        if (given.ValueKind != JsonValueKind.Array || given.GetArrayLength() > MostTools)
        {
            return (null, CompletionFault.Request("tools", $"tools must be a list of at most {MostTools}."));
        }

        var tools = new List<ClientTool>();
        foreach (var tool in given.EnumerateArray())
        {
            var function = tool.ValueKind == JsonValueKind.Object && tool.TryGetProperty("function", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : default;
            var name = function.ValueKind == JsonValueKind.Object && function.TryGetProperty("name", out var text) ? text.ToString() : "";
            if (!ToolName.TryParse(name, out var parsed) || parsed.Wire != name || tools.Any(other => other.Name == name))
            {
                return (null, CompletionFault.Request($"tools[{tools.Count}].function.name", "A tool needs a name of its own: a letter, then letters, digits, '_' and '-', 64 at most."));
            }

            tools.Add(new ClientTool(
                name,
                function.TryGetProperty("description", out var description) && description.ValueKind == JsonValueKind.String ? description.GetString()! : "", // not null: it is a string
                function.TryGetProperty("parameters", out var schema) && schema.ValueKind == JsonValueKind.Object ? schema.Clone() : JsonElement.Parse("""{"type":"object","properties":{}}""")));
        }

        return (tools.Count == 0 ? null : tools, null);
    }

    private static (string? Choice, CompletionFault? Fault) Choice(JsonElement body, List<ClientTool> tools)
    {
        if (!body.TryGetProperty("tool_choice", out var choice) || choice.ValueKind == JsonValueKind.Null)
        {
            return (null, null);
        }

        if (choice.ValueKind == JsonValueKind.String && choice.GetString() is "auto" or "none" or "required")
        {
            return (choice.GetString(), null);
        }

        var name = choice.ValueKind == JsonValueKind.Object && choice.TryGetProperty("function", out var function) && function.TryGetProperty("name", out var text) ? text.ToString() : "";
        return tools.Any(tool => tool.Name == name)
            ? (name, null)
            : (null, CompletionFault.Request("tool_choice", "tool_choice must be auto, none, required, or name one of the request's own tools."));
    }

    private static List<string>? Stops(JsonElement body) => !body.TryGetProperty("stop", out var stop) ? null
        : stop.ValueKind == JsonValueKind.String ? [stop.GetString()!] // not null: it is a string
        : stop.ValueKind == JsonValueKind.Array ? [.. stop.EnumerateArray().Select(item => item.ToString())]
        : null;

    private static double? Number(JsonElement body, string name) => body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
