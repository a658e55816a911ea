namespace Harombe.Agent.PluginLoading;

/// <summary>Which plugins are loaded.</summary>
public sealed class PluginLoadingOptions
{
    /// <summary>Folders whose subfolders are plugins, in order: of two plugins with one name, the first is loaded and the second is a fault.</summary>
    public IList<string> Folders { get; } = [];

    /// <summary>The folder of installed plugins, which are loaded after the others and only with the files that were installed; empty for none.</summary>
    public string Installed { get; set; } = "";

    /// <summary>The folder in which each plugin that declares a store has one of its own; empty for none.</summary>
    public string Stores { get; set; } = "";

    /// <summary>Where the paths of files that settings name begin, absolute.</summary>
    public string SettingsFolder { get; set; } = "";

    /// <summary>The workspace's folder, in which no file lies that settings may name.</summary>
    public string Workspace { get; set; } = "";

    /// <summary>Names of plugins that are left out; none of their code is loaded.</summary>
    public IList<string> Disabled { get; } = [];

    /// <summary>The settings of plugins, by the plugin's name.</summary>
    public IDictionary<string, PluginSettings> Settings { get; } = new Dictionary<string, PluginSettings>(StringComparer.Ordinal);

    /// <summary>What the operator says of single tools, by the tool's name.</summary>
    public IDictionary<string, ToolOverride> Tools { get; } = new Dictionary<string, ToolOverride>(StringComparer.Ordinal);
}
