using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Harombe.Core.Tools;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.PluginLoading;

/// <summary>
/// The tools of all plugins that could be loaded. A broken plugin is named in <see cref="Faults"/> and left out as a whole; the others
/// load. Immutable after construction.
/// </summary>
public sealed partial class PluginSource : IToolSource, IDisposable
{
    private readonly List<LoadedPlugin> plugins = [];
    private readonly List<PluginFault> faults = [];
    private readonly ILogger logger;

    /// <summary>Loads the plugins: the code of each runs from here on, after its plugin.yaml was found in order.</summary>
    public PluginSource(PluginLoadingOptions options, IWorkspace workspace, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        logger = loggers.CreateLogger<PluginSource>();
        var services = new PluginServices(workspace, time, loggers);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in options.Folders.SelectMany(FoldersIn))
        {
            Load(folder, options.Disabled, names, services);
        }

        Offers = [.. plugins.SelectMany(plugin => plugin.Offers)];
    }

    /// <inheritdoc/>
    public string Name => "plugins";

    /// <inheritdoc/>
    public IReadOnlyList<ToolOffer> Offers { get; }

    /// <summary>The plugins that were left out, each with the reason.</summary>
    public IReadOnlyList<PluginFault> Faults => faults;

    /// <summary>Lets go of the plugins' code; it is unloaded when nothing runs in it any more.</summary>
    public void Dispose()
    {
        plugins.ForEach(plugin => plugin.Dispose());
        plugins.Clear(); // a container disposes once for each service type it is registered as
    }

    private List<string> FoldersIn(string folder)
    {
        if (Directory.Exists(folder))
        {
            return [.. Directory.GetDirectories(folder).Where(one => Path.GetFileName(one)[0] != '.').Order(StringComparer.Ordinal)];
        }

        Fault(folder, folder, new Reason("plugin.folder", $"There is no plugin folder '{folder}'.", "Make it, or take it out of the configuration."));
        return [];
    }

    private void Load(string folder, IList<string> disabled, HashSet<string> names, PluginServices services)
    {
        var name = Path.GetFileName(folder);
        try
        {
            if (!File.Exists(Path.Combine(folder, ManifestReading.FileName)))
            {
                throw new BrokenPluginException("plugin.manifest", $"The folder '{name}' has no plugin.yaml.", "Add one, or move the folder away.");
            }

            var manifest = ManifestReading.Read(Path.GetFullPath(folder));
            name = manifest.Name;
            if (disabled.Contains(name))
            {
                return;
            }

            if (!names.Add(name))
            {
                throw new BrokenPluginException("plugin.name", $"Another plugin is named '{name}' and was loaded first.", "Rename or remove one of them.");
            }

            var plugin = LoadedPlugin.Load(Path.GetFullPath(folder), manifest, services);
            plugins.Add(plugin);
            Loaded(logger, name, manifest.Version, plugin.Offers.Count);
        }
        catch (BrokenPluginException e)
        {
            Fault(name, folder, e.Reason);
        }
        catch (Exception e)
        {
            // A stranger's types can fail to load in any way there is; none of them may stop the host or the other plugins.
            Fault(name, folder, new Reason("plugin.code", $"Its code doesn't load: {e.GetType().Name}: {e.Message}", "Rebuild it against this version of Harombe.Core."));
        }
    }

    private void Fault(string plugin, string folder, Reason reason)
    {
        faults.Add(new PluginFault(plugin, folder, reason));
        Broken(logger, plugin, reason);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Plugin {Plugin} {Version} loaded with {Tools} tools.")]
    private static partial void Loaded(ILogger logger, string plugin, string version, int tools);

    [LoggerMessage(Level = LogLevel.Error, Message = "Plugin {Plugin} is broken and left out: {Reason}")]
    private static partial void Broken(ILogger logger, string plugin, Reason reason);
}
