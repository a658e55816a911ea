using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Tools;

namespace Harombe.Testing.Flow;

/// <summary>
/// Replaces every name of a tool and of an argument by random words, the titles that repeat them too; descriptions and the rest of the schemas stay. What
/// is decided by names alone falls here.
/// </summary>
public sealed class Renaming(int seed)
{
    private static readonly string[] Syllables = ["ba", "do", "fi", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wu", "ze"];

    private readonly Random random = new(seed);
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<(string Suite, string Name), ToolDefinition> Tools(IReadOnlyDictionary<(string Suite, string Name), ToolDefinition> tools) =>
        tools.ToDictionary(tool => (tool.Key.Suite, Word("t:" + tool.Key.Name)), tool => TraceFiles.Define(
            Word("t:" + tool.Key.Name), tool.Value.Description, Schema(tool.Value.InputSchema), tool.Value.Origin));

    public Trace Trace(Trace trace) => trace with
    {
        Calls = [.. trace.Calls.Select(call => call with { Tool = Word("t:" + call.Tool), Arguments = Renamed(call.Arguments) })],
    };

    private JsonElement Renamed(JsonElement arguments) => JsonSerializer.SerializeToElement(arguments.EnumerateObject().ToDictionary(one => Word("a:" + one.Name), one => one.Value));

    private JsonElement Schema(JsonElement schema)
    {
        var form = JsonNode.Parse(schema.GetRawText())!.AsObject(); // not null: an object
        form.Remove("title");
        if (form["properties"] is JsonObject properties)
        {
            form["properties"] = new JsonObject(properties.Select(one =>
            {
                var inner = one.Value!.DeepClone(); // not null: a schema
                (inner as JsonObject)?.Remove("title");
                return KeyValuePair.Create<string, JsonNode?>(Word("a:" + one.Key), inner);
            }));
        }

        if (form["required"] is JsonArray required)
        {
            form["required"] = new JsonArray([.. required.Select(one => (JsonNode)Word("a:" + one!.GetValue<string>()))]); // not null: a name
        }

        return JsonSerializer.SerializeToElement(form);
    }

    private string Word(string name)
    {
        if (!names.TryGetValue(name, out var word))
        {
            do
            {
                word = string.Concat(Enumerable.Range(0, 3).Select(_ => Syllables[random.Next(Syllables.Length)]));
            }
            while (names.ContainsValue(word));
            names[name] = word;
        }

        return word;
    }
}
