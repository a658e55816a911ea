using System.Text.Json;
using System.Text.RegularExpressions;
using Harombe.HostTests.Chat;

namespace Harombe.HostTests.LanguageModels;

/// <summary>What was seen and what was recorded, as lines that can be compared: without ids, times and the names of models.</summary>
internal static partial class Transcription
{
    /// <summary>The events after the first; pieces of text that follow each other are one.</summary>
    public static string[] Of(Talk talk)
    {
        var lines = new List<string>();
        foreach (var item in talk.Events.Skip(1))
        {
            if (item.Kind == "token" && lines.Count > 0 && lines[^1].StartsWith("token ", StringComparison.Ordinal))
            {
                lines[^1] += item.Text("text");
            }
            else
            {
                lines.Add(Line(item));
            }
        }

        // Calls that run side by side end in any order.
        var firstResult = lines.FindIndex(IsResult);
        var results = lines.Where(IsResult).Order(StringComparer.Ordinal).ToList();
        lines.RemoveAll(IsResult);
        lines.InsertRange(Math.Max(0, firstResult), results);
        return [.. lines];
    }

    /// <summary>The entries about calls, sorted: those of calls that run side by side come in any order.</summary>
    public static async Task<string[]> RecordAsync(ChatHost host)
    {
        var page = JsonElement.Parse(await host.Client.GetStringAsync("/audit?limit=100"));
        return [.. page.GetProperty("entries").EnumerateArray()
            .Select(row => row.GetProperty("entry"))
            .Where(entry => entry.GetProperty("kind").GetString()!.StartsWith("call.", StringComparison.Ordinal))
            .Select(entry => string.Join(' ', new[] { "kind", "tool", "ending", "how" }.Select(name => entry.TryGetProperty(name, out var value) ? value.GetString() : null).OfType<string>())).Order(StringComparer.Ordinal)];
    }

    private static bool IsResult(string line) => line.StartsWith("tool_result ", StringComparison.Ordinal);

    private static string Line(ServerEvent item) => item.Kind switch
    {
        "token" or "message" => $"{item.Kind} {item.Text("text")}",
        "usage" => $"usage {item.Data.GetProperty("inputTokens")}/{item.Data.GetProperty("outputTokens")}",
        "tool_call" => $"tool_call {item.Text("tool")}{(item.Data.TryGetProperty("arguments", out var arguments) ? $" {arguments.GetRawText()}" : "")}",
        "tool_result" => $"tool_result {item.Text("tool")} {item.Text("ending")} {Rule().Match(item.Text("text")) switch { { Success: true } rule => rule.Value, _ => item.Text("text") }}",
        "error" => $"error {item.Text("rule")}",
        "done" => $"done {item.Text("state")}",
        _ => $"{item.Kind} {item.Data.GetRawText()}",
    };

    [GeneratedRegex(@"\[rule [a-z.-]+\]")]
    private static partial Regex Rule();
}
