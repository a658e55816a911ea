using System.Text.Json;
using System.Text.RegularExpressions;

namespace Harombe.Testing.Anthropic;

/// <summary>What the API refuses in the list of messages: roles, empty content, calls without their answers and answers without their calls.</summary>
internal static partial class MessageCheck
{
    public static ApiError? Refuse(JsonElement body)
    {
        if (!body.TryGetProperty("messages", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            return ApiError.Invalid("messages: at least one message is required");
        }

        var messages = list.EnumerateArray().ToList();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyList<string> asked = [];
        for (var at = 0; at < messages.Count; at++)
        {
            var role = messages[at].TryGetProperty("role", out var given) ? given.GetString() : null;
            var blocks = Blocks(messages[at]);
            var fault = role is not ("user" or "assistant") ? $"messages.{at}.role: Input should be 'user' or 'assistant'"
                : at == 0 && role != "user" ? "messages: first message must use the \"user\" role"
                : blocks.Count == 0 ? $"messages.{at}: all messages must have non-empty content except for the optional final assistant message"
                : blocks.Any(IsBlankText) ? "messages: text content blocks must contain non-whitespace text"
                : Answers(at, role, blocks, asked) ?? Calls(at, role, blocks, ids);
            if (fault is not null)
            {
                return ApiError.Invalid(fault);
            }

            asked = [.. Of(blocks, "tool_use").Select(block => block.GetProperty("id").GetString() ?? "")];
        }

        return asked.Count > 0 ? Unanswered(messages.Count - 1, asked)
            : ids.Count > 0 && !body.TryGetProperty("tools", out _) ? ApiError.Invalid("Requests which include `tool_use` or `tool_result` blocks must define tools.")
            : messages[^1].GetProperty("role").GetString() == "assistant" ? ApiError.Invalid("This model does not support assistant message prefill. The conversation must end with a user message.")
            : null;
    }

    public static bool IsBlankText(JsonElement block) => block.GetProperty("type").GetString() == "text" && string.IsNullOrWhiteSpace(block.GetProperty("text").GetString());

    private static List<JsonElement> Blocks(JsonElement message)
    {
        if (!message.TryGetProperty("content", out var content))
        {
            return [];
        }

        // A bare string is short for one text block.
        return content.ValueKind == JsonValueKind.Array ? [.. content.EnumerateArray()]
            : content.GetString() is { Length: > 0 } text ? [JsonSerializer.SerializeToElement(new { type = "text", text })]
            : [];
    }

    private static string? Answers(int at, string role, List<JsonElement> blocks, IReadOnlyList<string> asked)
    {
        var answered = Of(blocks, "tool_result").Select(block => block.GetProperty("tool_use_id").GetString() ?? "").ToList();
        return role != "user" && answered.Count > 0 ? $"messages.{at}: `tool_result` blocks can only be in `user` messages"
            : asked.Except(answered).ToList() is { Count: > 0 } missing ? Unanswered(at - 1, missing).Message
            : answered.Except(asked).FirstOrDefault() is { } stray ? $"messages.{at}: unexpected `tool_use_id` found in `tool_result` blocks: {stray}. Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
            : answered.Distinct().Count() != answered.Count ? $"messages.{at}: each tool_use must have a single result."
            : blocks.FindIndex(block => block.GetProperty("type").GetString() == "text") is >= 0 and var text && text < answered.Count ? $"messages.{at}: `tool_result` blocks must come first in the content."
            : null;
    }

    private static string? Calls(int at, string role, List<JsonElement> blocks, HashSet<string> ids)
    {
        foreach (var call in Of(blocks, "tool_use"))
        {
            var id = call.GetProperty("id").GetString() ?? "";
            var fault = role != "assistant" ? $"messages.{at}: `tool_use` blocks can only be in `assistant` messages"
                : !CallId().IsMatch(id) ? $"messages.{at}.content.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'"
                : !ids.Add(id) ? "messages: `tool_use` ids must be unique"
                : !RequestCheck.ToolName().IsMatch(call.GetProperty("name").GetString() ?? "") ? $"messages.{at}.content.tool_use.name: String should match pattern '^[a-zA-Z0-9_-]{{1,64}}$'"
                : call.GetProperty("input").ValueKind != JsonValueKind.Object ? $"messages.{at}.content.tool_use.input: Input should be a valid dictionary"
                : null;
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private static IEnumerable<JsonElement> Of(List<JsonElement> blocks, string type) => blocks.Where(block => block.GetProperty("type").GetString() == type);

    private static ApiError Unanswered(int at, IReadOnlyList<string> ids) => ApiError.Invalid(
        $"messages.{at}: `tool_use` ids were found without `tool_result` blocks immediately after: {string.Join(", ", ids)}. Each `tool_use` block must have a corresponding `tool_result` block in the next message.");

    [GeneratedRegex("^[a-zA-Z0-9_-]+\\z")]
    private static partial Regex CallId();
}
