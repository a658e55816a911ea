using Harombe.Agent.PluginChecking;
using Harombe.Agent.PluginInstalling;
using Harombe.Core.Calls;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.PluginLoading;

/// <summary>Loads what lies in one folder, or says why not. Nothing that a plugin does here stops the host or the other plugins.</summary>
internal sealed partial class PluginOpening(PluginServices services, PluginLoadingOptions options, ILogger logger)
{

    /// <summary>What became of the folder's plugin.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="known">What it was before: it stays when its files didn't change, or when they don't load any more.</param>
    public FoundPlugin Open(string folder, FoundPlugin? known)
    {
        var name = known?.Name ?? Path.GetFileName(folder);
        try
        {
            var image = PluginImage.Read(folder);
            var manifest = image.Manifest();
            if (known?.Loaded is not null && known.Name != manifest.Name)
            {
                // Its tools would vanish under the old name without anybody having said so.
                throw new BrokenPluginException("plugin.name", $"plugin.yaml says '{manifest.Name}' now, and '{known.Name}' is loaded from this folder.", "Give a renamed plugin a folder of its own.");
            }

            name = manifest.Name;
            if (options.Disabled.Contains(name))
            {
                return new FoundPlugin(name, folder, null, null, default, null);
            }

            var hash = image.Hash;
            if (options.Installed.Length > 0 && Path.GetDirectoryName(folder) == Path.GetFullPath(options.Installed))
            {
                RequirePin(folder, manifest.Name, hash);
            }

            if (known?.Loaded is not null && known.Hash == hash)
            {
                return known with { Fault = null };
            }

            var settings = options.Settings.TryGetValue(name, out var set) ? set with { Folder = options.SettingsFolder, Workspace = options.Workspace } : PluginSettings.None;
            (manifest, settings) = GrantedReach.Of(manifest, settings);
            CodeCheck.Run(image, manifest);
            var plugin = LoadedPlugin.Load(image, manifest, services, settings);
            Loaded(logger, name, manifest.Version, plugin.Offers.Count);
            return new FoundPlugin(name, folder, plugin, hash, services.Time.GetUtcNow(), null);
        }
        catch (BrokenPluginException e)
        {
            return Fault(name, folder, known, e.Reason);
        }
        catch (Exception e)
        {
            // A stranger's types can fail to load in any way there is; none of them may stop the host or the other plugins.
            return Fault(name, folder, known, new Reason("plugin.code", $"Its code doesn't load: {e.GetType().Name}: {e.Message}", "Rebuild it against this version of Harombe.Core."));
        }
    }

    private void RequirePin(string folder, string name, string hash)
    {
        if (Path.GetFileName(folder) != name || new PluginPins(options.Installed).Read().GetValueOrDefault(name)?.Files != hash)
        {
            throw new BrokenPluginException(
                "plugin.pin", $"The files of '{name}' are not those that were installed.", $"Find out who changed {folder}; then install it anew: harombe plugins install <package>");
        }
    }

    private FoundPlugin Fault(string plugin, string folder, FoundPlugin? known, Reason reason)
    {
        Broken(logger, plugin, reason, known?.Loaded is null ? "left out" : "kept as it was loaded last");
        return known?.Loaded is null ? new FoundPlugin(plugin, folder, null, null, default, reason) : known with { Fault = reason };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Plugin {Plugin} {Version} loaded with {Tools} tools.")]
    private static partial void Loaded(ILogger logger, string plugin, string version, int tools);

    [LoggerMessage(Level = LogLevel.Error, Message = "Plugin {Plugin} is broken and {Outcome}: {Reason}")]
    private static partial void Broken(ILogger logger, string plugin, Reason reason, string outcome);
}
