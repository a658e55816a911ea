using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Harombe.Testing.Upstream;

/// <summary>What the server asks of its client, in each era's way.</summary>
internal sealed class Questions(Action<JsonObject> write)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonObject>> open = new(StringComparer.Ordinal);
    private int last;

    /// <summary>Takes the client's answer.</summary>
    public void Take(JsonObject message)
    {
        if (message["id"] is { } id && open.TryRemove(id.ToString(), out var waiting))
        {
            waiting.TrySetResult(message);
        }
    }

    /// <summary>Asks while a call is held, as the older revisions do; gives the result or the error.</summary>
    public async Task<JsonObject> AskAsync(string method, JsonObject parameters)
    {
        var id = "q" + Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture);
        var waiting = open[id] = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        write(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters });
        var answer = await waiting.Task;
        return (answer["result"] ?? answer["error"])!.DeepClone().AsObject(); // not null: an answer has either
    }

    /// <summary>What 2026-07-28 answers instead of asking.</summary>
    public static JsonObject Wanted(string key, string method, JsonObject parameters, string state) => new()
    {
        ["resultType"] = "input_required",
        ["requestState"] = state,
        ["inputRequests"] = new JsonObject { [key] = new JsonObject { ["method"] = method, ["params"] = parameters } },
    };

    /// <summary>A form with one field, and a member that no library knows.</summary>
    public static JsonObject Form(string message) => new()
    {
        ["message"] = message,
        ["requestedSchema"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["name"] = new JsonObject { ["type"] = "string", ["title"] = "Name", ["x-own"] = 1 } },
            ["required"] = new JsonArray("name"),
        },
    };
}
