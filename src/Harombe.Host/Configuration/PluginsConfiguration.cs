using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Agent.PluginLoading;
using Harombe.Core.Tools;

namespace Harombe.Host.Configuration;

/// <summary>
/// Trusted plugins: existing folders besides the built-in ones, names that are left out, the settings of each, and what the operator says of single tools.
/// </summary>
internal sealed record PluginsConfiguration(
    ImmutableArray<string> Folders,
    ImmutableArray<string> Disabled,
    ImmutableDictionary<string, PluginSettings> Settings,
    ImmutableDictionary<string, ToolOverride> Tools,
    string Folder)
{
    public static PluginsConfiguration From(EffectiveConfiguration effective) => new(
        effective.Value<ImmutableArray<string>>(ConfigurationKeys.PluginsFolders),
        effective.Value<ImmutableArray<string>>(ConfigurationKeys.PluginsDisabled),
        effective.Trees(ConfigurationKeys.PluginsSettings).ToImmutableDictionary(
            tree => tree.Name,
            tree => new PluginSettings(tree.Value.Value, tree.Value.Places.ToDictionary(place => place.Key, place => place.Value.Display, StringComparer.Ordinal)),
            StringComparer.Ordinal),
        effective.Tree(ConfigurationKeys.PluginsTools)?.Value.EnumerateObject().ToImmutableDictionary(
            tool => tool.Name,
            tool => new ToolOverride(
                tool.Value.TryGetProperty("risk", out var risk) ? RiskOf(risk.GetString()) : null,
                tool.Value.TryGetProperty("cache", out var cache) && CacheTime.TryParse(cache.GetString() ?? "", out var time) ? time : null,
                effective.Tree(ConfigurationKeys.PluginsTools)?.Places[$"$.{tool.Name}"].Display ?? ""),
            StringComparer.Ordinal) ?? ImmutableDictionary<string, ToolOverride>.Empty,
        Path.GetDirectoryName(effective.File) ?? "");

    /// <summary>Whether a word about a tool has a value that it may have.</summary>
    public static bool IsWord(JsonProperty word) => word.Value.ValueKind == JsonValueKind.String
        && (word.Name == "risk" ? RiskOf(word.Value.GetString()) is not null : CacheTime.TryParse(word.Value.GetString() ?? "", out _));

    private static Risk? RiskOf(string? word) => word switch
    {
        "low" => Risk.Low,
        "medium" => Risk.Medium,
        "high" => Risk.High,
        "critical" => Risk.Critical,
        _ => null,
    };
}
