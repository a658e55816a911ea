using System.Text.Json.Nodes;

namespace Harombe.Testing.Upstreams;

/// <summary>
/// A server of the tests in a process of its own (Harombe.Testing.Upstream), which the host under test starts. What it says can be changed while it runs,
/// and what it was sent is kept. Thread-safe.
/// </summary>
/// <param name="folder">Where its script is kept.</param>
/// <param name="name">Its name as an upstream.</param>
public sealed class ScriptedUpstream(string folder, string name)
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Harombe.Testing.Upstream.dll");

    /// <summary>Its name as an upstream.</summary>
    public string Name => name;

    /// <summary>Everything that it was sent, in the bytes it came in.</summary>
    public string Received => Read(Script + ".log");

    /// <summary>The environments that it was started with, oldest first.</summary>
    public IReadOnlyList<JsonObject> Environments =>
        [.. Read(Script + ".env").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())]; // not null: it writes an object

    private string Script => Path.Combine(folder, name + ".json");

    /// <summary>How a method was asked for, oldest first.</summary>
    public IReadOnlyList<JsonObject> Requests(string method) =>
        [.. Received.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).Where(message => (string?)message["method"] == method)]; // not null: it takes objects only

    /// <summary>The calls of a tool that reached it.</summary>
    public IReadOnlyList<JsonObject> Calls(string tool) => [.. Requests("tools/call").Where(call => (string?)call["params"]!["name"] == tool)]; // not null: a call has them

    // Whole lines, without locking out the one who writes them.
    private static string Read(string file)
    {
        if (!File.Exists(file))
        {
            return "";
        }

        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)];
    }

    /// <summary>What it is from now on; nothing said is the usual.</summary>
    public void Say(JsonObject script)
    {
        // Moved into its place, so that the server never reads half of it.
        File.WriteAllText(Script + ".new", script.ToJsonString());
        File.Move(Script + ".new", Script, overwrite: true);
    }

    /// <summary>Lets its tool 'progress' go on to its answer.</summary>
    public void Go() => File.WriteAllText(Script + ".go", "");

    /// <summary>Has one tool from now on, and no other.</summary>
    public void SayTool(string tool, string description, JsonObject? more = null)
    {
        var form = new JsonObject
        {
            ["name"] = tool,
            ["description"] = description,
            ["inputSchema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["text"] = new JsonObject { ["type"] = "string" } } },
        };
        foreach (var (key, value) in more ?? [])
        {
            form[key] = value?.DeepClone();
        }

        Say(new JsonObject { ["tools"] = new JsonArray(form) });
    }

    /// <summary>Its entry, for the configuration or for the host's API.</summary>
    public JsonObject Entry(Action<JsonObject>? more = null)
    {
        var entry = new JsonObject { ["name"] = name, ["command"] = "dotnet", ["args"] = new JsonArray("exec", Program, Script) };
        more?.Invoke(entry);
        return entry;
    }
}
