using System.Collections.Immutable;
using Harombe.Core.Calls;
using Harombe.Core.Tools;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.PluginLoading;

/// <summary>
/// The tools of all plugins that could be loaded. A broken plugin is named in <see cref="Faults"/> and left out as a whole; the others load. Thread-safe:
/// the plugins are an immutable set that a reload swaps.
/// </summary>
public sealed class PluginSource : IToolSource, IDisposable
{
    private readonly PluginLoadingOptions options;
    private readonly PluginFolders folders;
    private readonly PluginOpening opening;
    private readonly ToolOverrides overrides;
    private volatile PluginSet current;

    /// <summary>Loads the plugins: the code of each runs from here on, after its plugin.yaml was found in order.</summary>
    internal PluginSource(PluginLoadingOptions options, PluginServices services)
    {
        this.options = options;
        folders = new PluginFolders(options.Folders, options.Installed);
        overrides = new ToolOverrides(options.Tools);
        opening = new PluginOpening(services, options, services.Loggers.CreateLogger<PluginSource>());
        current = PluginSet.Empty.Next(folders, opening, only: null);
    }

    /// <inheritdoc/>
    public string Name => "plugins";

    /// <inheritdoc/>
    public IReadOnlyList<ToolOffer> Offers => overrides.Over(current.Offers);

    /// <summary>The plugins that were left out, each with the reason.</summary>
    public IReadOnlyList<PluginFault> Faults => [.. current.Faults, .. Misplaced(current)];

    /// <summary>What stands in the configuration about plugins and is wrong, for a host that doesn't start with a wrong configuration.</summary>
    public IReadOnlyList<PluginFault> Misconfigured => [.. Faults.Where(fault => fault.Reason.Rule is "plugin.settings" or "plugin.override")];

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

    private IEnumerable<PluginFault> Misplaced(PluginSet plugins) => overrides.Faults(plugins).Concat(options.Settings
        .Where(settings => !plugins.Plugins.Any(plugin => plugin.Name == settings.Key))
        .Select(settings => new PluginFault(settings.Key, settings.Value.PlaceOf("$"), new Reason(
            "plugin.settings", $"{settings.Value.PlaceOf("$")}: plugins.{settings.Key}: there is no plugin of this name.", "See 'harombe plugins list' for the names, or remove the key."))));

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
