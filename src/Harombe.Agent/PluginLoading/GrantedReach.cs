using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Core.Egress;
using Harombe.Core.Secrets;

namespace Harombe.Agent.PluginLoading;

/// <summary>
/// What the operator lets a plugin reach besides what its plugin.yaml declares: the settings <c>hosts</c> and <c>secrets</c> of a plugin that provides tools.
/// They are read here and never by the plugin.
/// </summary>
internal static class GrantedReach
{
    /// <summary>The manifest with what was granted, and the settings without it.</summary>
    /// <exception cref="BrokenPluginException">What was granted is no host or secret.</exception>
    public static (PluginManifest Manifest, PluginSettings Settings) Of(PluginManifest manifest, PluginSettings settings)
    {
        if (!manifest.Provides)
        {
            return (manifest, settings);
        }

        var hosts = Texts(settings, manifest.Name, "hosts", text => HostDeclaration.TryParse(text, out _), "a list of hosts such as api.example.com or localhost:8080");
        var secrets = Texts(settings, manifest.Name, "secrets", text => SecretName.TryParse(text, out _), "a list of secrets such as secret://github/token").Select(SecretName.Parse);
        var rest = settings.Value.EnumerateObject().Where(setting => setting.Name is not ("hosts" or "secrets")).ToDictionary(setting => setting.Name, setting => setting.Value);
        return (
            manifest with { Reach = manifest.Reach with { Hosts = [.. manifest.Reach.Hosts.Union(hosts)], Secrets = [.. manifest.Reach.Secrets.Union(secrets)] } },
            settings with { Value = JsonSerializer.SerializeToElement(rest, SettingsJson.Default.DictionaryStringJsonElement) });
    }

    private static ImmutableArray<string> Texts(PluginSettings settings, string plugin, string key, Func<string, bool> fits, string expected)
    {
        if (!settings.Value.TryGetProperty(key, out var list))
        {
            return [];
        }

        return list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && fits(item.GetString() ?? ""))
            ? [.. list.EnumerateArray().Select(item => item.GetString() ?? "")]
            : throw new BrokenPluginException("plugin.settings", $"{settings.PlaceOf("$." + key)}: plugins.{plugin}.{key}: is not {expected}.", $"Correct plugins.{plugin}.{key} in harombe.yaml.");
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class SettingsJson : System.Text.Json.Serialization.JsonSerializerContext;
