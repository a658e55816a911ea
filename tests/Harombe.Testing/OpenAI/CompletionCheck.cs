using System.Text.Json;
using System.Text.RegularExpressions;

namespace Harombe.Testing.OpenAI;

/// <summary>What the API refuses before any model sees it. The first offence is the answer.</summary>
internal static partial class CompletionCheck
{
    public sealed record Refusal(int Status, string Message, string? Code = null);

    public static Refusal? Refuse(WireRequest request, bool wantsKey)
    {
        if (wantsKey && !request.HasKey(OpenAIServer.Key))
        {
            return new(401, "Incorrect API key provided.", "invalid_api_key");
        }

        var body = request.Body;
        return body.ValueKind != JsonValueKind.Object ? new(400, "We could not parse the JSON body of your request.")
            : !body.TryGetProperty("model", out var model) ? new(400, "you must provide a model parameter")
            : model.GetString() != OpenAIServer.Model ? new(404, $"The model `{model.GetString()}` does not exist or you do not have access to it.", "model_not_found")
            : Tools(body) ?? Messages(body);
    }

    private static Refusal? Tools(JsonElement body)
    {
        if (!body.TryGetProperty("tools", out var tools))
        {
            return null;
        }

        var at = 0;
        foreach (var tool in tools.EnumerateArray())
        {
            if (tool.GetProperty("type").GetString() != "function" || !ToolName().IsMatch(tool.GetProperty("function").GetProperty("name").GetString() ?? ""))
            {
                return new(400, $"Invalid 'tools[{at}].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.", "invalid_value");
            }

            if (tool.GetProperty("function").TryGetProperty("parameters", out var schema) && schema.GetProperty("type").GetString() != "object")
            {
                return new(400, $"Invalid schema for function: schema must be a JSON Schema of 'type: \"object\"'.", "invalid_function_parameters");
            }

            at++;
        }

        return null;
    }

    private static Refusal? Messages(JsonElement body)
    {
        if (!body.TryGetProperty("messages", out var list) || list.GetArrayLength() == 0)
        {
            return new(400, "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "empty_array");
        }

        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var message in list.EnumerateArray())
        {
            var role = message.GetProperty("role").GetString();
            if (role == "tool")
            {
                if (!open.Remove(message.GetProperty("tool_call_id").GetString() ?? ""))
                {
                    return new(400, "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.");
                }

                continue;
            }

            if (open.Count > 0)
            {
                return Unanswered(open);
            }

            if (role is not ("system" or "developer" or "user" or "assistant"))
            {
                return new(400, $"Invalid value: '{role}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.", "invalid_value");
            }

            if (message.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array)
            {
                open.UnionWith(calls.EnumerateArray().Select(call => call.GetProperty("id").GetString() ?? ""));
            }
            else if (!message.TryGetProperty("content", out var content) || content.ValueKind == JsonValueKind.Null)
            {
                return new(400, "Invalid value for 'content': expected a string, got null.");
            }
        }

        return open.Count > 0 ? Unanswered(open) : null;
    }

    private static Refusal Unanswered(IEnumerable<string> ids) => new(
        400, $"An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: {string.Join(", ", ids)}");

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}\\z")]
    private static partial Regex ToolName();
}
