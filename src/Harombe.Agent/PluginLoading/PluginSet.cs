using System.Collections.Immutable;
using Harombe.Core.Calls;
using Harombe.Core.Tools;

namespace Harombe.Agent.PluginLoading;

/// <summary>The plugins at one moment. Immutable.</summary>
internal sealed class PluginSet
{
    private PluginSet(ImmutableArray<FoundPlugin> plugins, IEnumerable<PluginFault> folders)
    {
        Plugins = plugins;
        Loaded = [.. plugins.Select(plugin => plugin.Loaded).OfType<LoadedPlugin>()];
        Offers = [.. Loaded.SelectMany(plugin => plugin.Offers)];
        Faults = [.. folders, .. plugins.Where(plugin => plugin.Fault is not null).Select(plugin => new PluginFault(plugin.Name, plugin.Folder, plugin.Fault!))]; // not null: filtered
    }

    public static PluginSet Empty { get; } = new([], []);

    public ImmutableArray<FoundPlugin> Plugins { get; }

    public ImmutableArray<LoadedPlugin> Loaded { get; }

    public ImmutableArray<ToolOffer> Offers { get; }

    public ImmutableArray<PluginFault> Faults { get; }

    /// <summary>The set after the folders were read again.</summary>
    /// <param name="folders">Where to look.</param>
    /// <param name="opening">Loads what is found.</param>
    /// <param name="only">The one plugin to load anew, the others stay as they are; null for all.</param>
    public PluginSet Next(PluginFolders folders, PluginOpening opening, string? only)
    {
        var faults = new List<PluginFault>();
        var next = ImmutableArray.CreateBuilder<FoundPlugin>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in folders.Read(faults))
        {
            var known = Plugins.FirstOrDefault(plugin => plugin.Folder == folder);
            var found = known is not null && only is not null && known.Name != only && Path.GetFileName(folder) != only ? known : opening.Open(folder, known);
            if (found.Loaded is not null && !names.Add(found.Name))
            {
                if (found.Loaded != known?.Loaded)
                {
                    found.Loaded.Dispose();
                }

                var first = next.First(plugin => plugin.Name == found.Name && plugin.Loaded is not null);
                found = found with
                {
                    Loaded = null,
                    Hash = null,
                    Fault = new Reason("plugin.name", $"Another plugin is named '{found.Name}' and was loaded first, from {first.Folder}.", "Rename or remove one of them."),
                };
            }

            next.Add(found);
        }

        return new PluginSet(next.ToImmutable(), faults);
    }
}
