using System.Text.Json;

namespace Harombe.Agent.PluginLoading;

/// <summary>What the operator set for one plugin, not yet read by anybody who knows its keys.</summary>
/// <param name="Value">One JSON object.</param>
/// <param name="Places">Where each value stands, as <c>harombe.yaml:12</c>, by its JSON path: <c>$</c>, <c>$.apis[0].document</c>.</param>
public sealed record PluginSettings(JsonElement Value, IReadOnlyDictionary<string, string> Places)
{
    /// <summary>Where the paths of files in it begin; the current folder when empty.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Where no file of it may lie; nowhere when empty.</summary>
    public string Workspace { get; init; } = "";

    /// <summary>Nothing was set.</summary>
    public static PluginSettings None { get; } = new(JsonElement.Parse("{}"), new Dictionary<string, string>());

    /// <summary>Where the value at a path stands, or the nearest one around it; empty when nothing was set.</summary>
    public string PlaceOf(string path)
    {
        for (var at = path; at.Length > 0; at = at[..Math.Max(at.LastIndexOf('.'), at.LastIndexOf('['))])
        {
            if (Places.TryGetValue(at, out var place))
            {
                return place;
            }

            if (at == "$")
            {
                break;
            }
        }

        return "";
    }
}

/// <summary>What the operator says of one tool, over what its plugin says. Null leaves a word as it is.</summary>
/// <param name="Risk">How much harm a call could do.</param>
/// <param name="CacheFor">How long a result may be given again.</param>
/// <param name="Place">Where it stands, as <c>harombe.yaml:12</c>.</param>
public sealed record ToolOverride(Core.Tools.Risk? Risk, TimeSpan? CacheFor, string Place = "harombe.yaml");
