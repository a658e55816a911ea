using System.Text.Json.Nodes;

namespace Harombe.Testing.Vault;

/// <summary>One request, after its token was found good for it.</summary>
/// <param name="Operation"><c>read</c>, <c>list</c>, <c>write</c> or <c>delete</c>.</param>
/// <param name="Path">The path below the engine's mount.</param>
/// <param name="Body">The body; empty when there is none.</param>
/// <param name="Token">The token; null where none is needed.</param>
/// <param name="Mount">Where the engine is mounted, with its slash.</param>
/// <param name="Now">The server's time.</param>
internal sealed record Asked(string Operation, string Path, JsonObject Body, TokenEntry? Token, string Mount, DateTimeOffset Now)
{
    /// <summary>A text of the body; empty when it has none.</summary>
    public string Text(string name) => Body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>A duration of the body: a number of seconds, or a text such as <c>90</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>.</summary>
    public long Seconds(string name, long otherwise) => Body[name] switch
    {
        JsonValue value when value.TryGetValue<long>(out var seconds) => seconds,
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length > 0 => text[^1] switch
        {
            's' => long.Parse(text[..^1], System.Globalization.CultureInfo.InvariantCulture),
            'm' => 60 * long.Parse(text[..^1], System.Globalization.CultureInfo.InvariantCulture),
            'h' => 3600 * long.Parse(text[..^1], System.Globalization.CultureInfo.InvariantCulture),
            _ => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
        },
        _ => otherwise,
    };
}

/// <summary>A secrets engine or an auth method. Called by one request at a time.</summary>
internal interface IEngine
{
    /// <summary>Answers a request.</summary>
    Reply Answer(Asked asked);

    /// <summary>Whether a path is asked without a token: logins are.</summary>
    bool IsOpen(string path) => false;
}
