using System.Collections.Immutable;
using Harombe.Core.Tools;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.PluginLoading;

/// <summary>
/// Loads plugins anew while calls go on: the catalogue gets the new ones at once, calls under way finish on the old ones, and those are unloaded after the
/// last of them. One reload at a time.
/// </summary>
internal sealed partial class PluginReloading(PluginSource source, ToolCatalog catalog, ILogger<PluginReloading> logger)
{
    private readonly Lock reloading = new();
    private int leaving;

    /// <summary>Replaced plugins in which calls still run.</summary>
    public int Leaving => Volatile.Read(ref leaving);

    /// <summary>Reads the folders again; null for all plugins, else the one of this name.</summary>
    /// <returns>The plugins as they are now.</returns>
    public ImmutableArray<FoundPlugin> Reload(string? only)
    {
        lock (reloading)
        {
            var replaced = source.Reload(only);
            var left = catalog.Refresh();
            if (replaced.Count > 0)
            {
                Interlocked.Add(ref leaving, replaced.Count);
                _ = LetGoAsync(replaced, left);
            }

            return source.Plugins;
        }
    }

    private async Task LetGoAsync(IReadOnlyList<LoadedPlugin> replaced, Task left)
    {
        await left.ConfigureAwait(false);
        foreach (var plugin in replaced)
        {
            try
            {
                plugin.Dispose();
            }
            catch (Exception e)
            {
                // The plugin's own clean-up; it is unloaded all the same.
                Unclean(logger, e, plugin.Manifest.Name);
            }
        }

        Interlocked.Add(ref leaving, -replaced.Count);
    }

    [LoggerMessage(LogLevel.Warning, "Plugin {Plugin} failed to clean up when it was replaced")]
    private static partial void Unclean(ILogger logger, Exception fault, string plugin);
}
