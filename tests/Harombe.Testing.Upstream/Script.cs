using System.Text.Json.Nodes;

namespace Harombe.Testing.Upstream;

/// <summary>What the server is told to be, read anew each time.</summary>
internal sealed class Script(string file)
{
    private static readonly JsonObject Usual = new()
    {
        ["tools"] = new JsonArray(Tool("echo"), Tool("fail"), Tool("hang"), Tool("crash"), Tool("noise"), Tool("big"), Tool("progress"), Tool("fork"), Tool("process"), Tool("deep")),
    };

    /// <summary>A file that a test makes when the server shall go on.</summary>
    public string Go => file + ".go";

    public JsonObject Read()
    {
        try
        {
            return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? Usual : Usual;
        }
        catch (Exception e) when (e is IOException or System.Text.Json.JsonException)
        {
            return Usual; // it is being written
        }
    }

    public bool Has(string flag) => Read()[flag] is JsonValue value && value.TryGetValue<bool>(out var set) && set;

    public JsonArray Tools => (Read()["tools"] ?? Usual["tools"])!.DeepClone().AsArray(); // not null: Usual has some

    private static JsonObject Tool(string name) => new()
    {
        ["name"] = name,
        ["description"] = $"Does {name}.",
        ["inputSchema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["text"] = new JsonObject { ["type"] = "string" }, ["size"] = new JsonObject { ["type"] = "integer" } } },
    };
}
