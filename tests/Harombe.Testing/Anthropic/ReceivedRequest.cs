using System.Text.Json;

namespace Harombe.Testing.Anthropic;

/// <summary>A request as it came.</summary>
/// <param name="Headers">Its headers.</param>
/// <param name="Text">Its body.</param>
/// <param name="Body">Its body as JSON; undefined when it is none.</param>
/// <param name="Refusal">Why it was refused; null when it was taken.</param>
public sealed record ReceivedRequest(IReadOnlyDictionary<string, string> Headers, string Text, JsonElement Body, ApiError? Refusal)
{
    /// <summary>The names of the tools that were offered.</summary>
    public IReadOnlyList<string> Tools => Body.TryGetProperty("tools", out var tools)
        ? [.. tools.EnumerateArray().Select(tool => tool.GetProperty("name").GetString() ?? "")]
        : [];

    /// <summary>Each <c>tool_result</c> of the last message: the id it answers and its text.</summary>
    public IReadOnlyList<(string Id, string Text)> Results
    {
        get
        {
            var last = Body.GetProperty("messages").EnumerateArray().Last().GetProperty("content");
            return last.ValueKind != JsonValueKind.Array
                ? []
                : [.. last.EnumerateArray().Where(block => Is(block, "tool_result")).Select(block => (block.GetProperty("tool_use_id").GetString() ?? "", TextOf(block)))];
        }
    }

    private static bool Is(JsonElement block, string type) => block.GetProperty("type").GetString() == type;

    private static string TextOf(JsonElement block) => !block.TryGetProperty("content", out var content) ? ""
        : content.ValueKind == JsonValueKind.String ? content.GetString() ?? ""
        : string.Join('\n', content.EnumerateArray().Where(part => Is(part, "text")).Select(part => part.GetProperty("text").GetString()));
}
