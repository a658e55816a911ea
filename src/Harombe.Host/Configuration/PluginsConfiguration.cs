using System.Collections.Immutable;

namespace Harombe.Host.Configuration;

/// <summary>Trusted plugins: existing folders besides the built-in ones, and names that are left out.</summary>
internal sealed record PluginsConfiguration(ImmutableArray<string> Folders, ImmutableArray<string> Disabled)
{
    public static PluginsConfiguration From(EffectiveConfiguration effective) => new(
        effective.Value<ImmutableArray<string>>(ConfigurationKeys.PluginsFolders),
        effective.Value<ImmutableArray<string>>(ConfigurationKeys.PluginsDisabled));
}
