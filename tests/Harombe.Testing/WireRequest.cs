using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Harombe.Testing;

/// <summary>A request to a model's API as it came.</summary>
/// <param name="Headers">Its headers.</param>
/// <param name="Text">Its body.</param>
/// <param name="Body">Its body as JSON; undefined when it is none.</param>
public sealed record WireRequest(IReadOnlyDictionary<string, string> Headers, string Text, JsonElement Body)
{
    internal static WireRequest Of(HttpContext http, string text)
    {
        JsonElement body = default;
        try
        {
            body = JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            // Left undefined: the server refuses it.
        }

        return new(http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), text, body);
    }

    /// <summary>Whether the key is the one that is wanted.</summary>
    internal bool HasKey(string key) => Headers.GetValueOrDefault("Authorization") == $"Bearer {key}";
}
