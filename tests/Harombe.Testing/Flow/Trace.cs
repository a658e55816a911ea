using System.Text.Json;
using Harombe.Core.Labels;
using Harombe.Core.Tools;

namespace Harombe.Testing.Flow;

/// <summary>A task as a trace file tells it: what was asked, and the calls that do it, with what each returned.</summary>
public sealed record Trace(string Suite, string Id, bool IsInjection, string Prompt, IReadOnlyList<TracedCall> Calls);

/// <summary>One call of a trace. <paramref name="Spots"/> are the places in its result that an attacker can write.</summary>
public sealed record TracedCall(string Tool, JsonElement Arguments, string Result, IReadOnlyList<string> Spots);

/// <summary>Reads trace and tool files of AgentDojo's form (see README.md).</summary>
public static class TraceFiles
{
    public static IReadOnlyList<Trace> Traces(string file) => [.. JsonElement.Parse(File.ReadAllBytes(file)).EnumerateArray().Select(trace => new Trace(
        trace.GetProperty("suite").GetString()!, // not null: a trace says its suite, id, kind and prompt
        trace.GetProperty("task_id").GetString()!,
        trace.GetProperty("kind").GetString() == "injection",
        trace.GetProperty("prompt").GetString()!,
        [.. trace.GetProperty("calls").EnumerateArray().Select(Call)]))];

    /// <summary>Tools by suite and name. Nothing is known of them but name, description and schema.</summary>
    public static IReadOnlyDictionary<(string Suite, string Name), ToolDefinition> Tools(string file)
    {
        var tools = new Dictionary<(string, string), ToolDefinition>();
        foreach (var suite in JsonElement.Parse(File.ReadAllBytes(file)).GetProperty("tools").EnumerateObject())
        {
            foreach (var tool in suite.Value.EnumerateArray())
            {
                var name = tool.GetProperty("name").GetString()!; // not null: a tool has a name
                tools[(suite.Name, name)] = Define(name, Text(tool, "description") ?? "", Schema(tool), $"suite {suite.Name}");
            }
        }

        return tools;
    }

    public static ToolDefinition Define(string name, string description, JsonElement schema, string origin) => new()
    {
        Name = ToolName.Parse(name),
        Description = description,
        InputSchema = schema,
        Origin = origin,
        Risk = Risk.Unknown,
        SourceTrusted = true,
        ResultLabel = default(Label),
    };

    private static JsonElement Schema(JsonElement tool) =>
        tool.TryGetProperty("parameters", out var schema) || tool.TryGetProperty("inputSchema", out schema) || tool.TryGetProperty("input_schema", out schema)
            ? schema : JsonElement.Parse("""{"type":"object"}""");

    private static TracedCall Call(JsonElement call) => new(
        call.GetProperty("tool").GetString()!, // not null: a call has a tool
        call.GetProperty("args"),
        Text(call, "result") ?? Text(call, "error") ?? "",
        call.TryGetProperty("exposes_vectors", out var spots) && spots.ValueKind == JsonValueKind.Array ? [.. spots.EnumerateArray().Select(spot => spot.GetString()!)] : []); // not null: names

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;
}
