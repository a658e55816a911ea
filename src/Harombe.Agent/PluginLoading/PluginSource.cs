using System.Collections.Immutable;
using Harombe.Core.Tools;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.PluginLoading;

/// <summary>
/// The tools of all plugins that could be loaded. A broken plugin is named in <see cref="Faults"/> and left out as a whole; the others load. Thread-safe:
/// the plugins are an immutable set that a reload swaps.
/// </summary>
public sealed class PluginSource : IToolSource, IDisposable
{
    private readonly PluginFolders folders;
    private readonly PluginOpening opening;
    private readonly ToolOverrides overrides;
    private volatile PluginSet current;

    /// <summary>Loads the plugins: the code of each runs from here on, after its plugin.yaml was found in order.</summary>
    internal PluginSource(PluginLoadingOptions options, PluginServices services)
    {
        folders = new PluginFolders(options.Folders);
        overrides = new ToolOverrides(options.Tools);
        opening = new PluginOpening(services, options, services.Loggers.CreateLogger<PluginSource>());
        current = PluginSet.Empty.Next(folders, opening, only: null);
    }

    /// <inheritdoc/>
    public string Name => "plugins";

    /// <inheritdoc/>
    public IReadOnlyList<ToolOffer> Offers => overrides.Over(current.Offers);

    /// <summary>The plugins that were left out, each with the reason.</summary>
    public IReadOnlyList<PluginFault> Faults => [.. current.Faults, .. overrides.Faults(current)];

    /// <summary>Every plugin that was found, by name.</summary>
    internal ImmutableArray<FoundPlugin> Plugins => current.Plugins;

    /// <summary>
    /// Reads the folders again. A plugin that doesn't load any more stays as it was loaded last, and says so. The catalogue must ask for
    /// <see cref="Offers"/> afterwards, and only then may the replaced plugins be disposed.
    /// </summary>
    /// <param name="only">The one plugin to load anew; null for all.</param>
    /// <returns>The plugins that were replaced or are gone.</returns>
    internal IReadOnlyList<LoadedPlugin> Reload(string? only)
    {
        var before = current;
        current = before.Next(folders, opening, only);
        return [.. before.Loaded.Except(current.Loaded)];
    }

    /// <summary>Lets go of the plugins' code; it is unloaded when nothing runs in it any more.</summary>
    public void Dispose()
    {
        // A container disposes once for each service type it is registered as.
        var last = current;
        current = PluginSet.Empty;
        foreach (var plugin in last.Loaded)
        {
            plugin.Dispose();
        }
    }
}
