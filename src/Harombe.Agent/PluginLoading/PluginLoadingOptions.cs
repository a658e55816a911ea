namespace Harombe.Agent.PluginLoading;

/// <summary>Which plugins are loaded.</summary>
public sealed class PluginLoadingOptions
{
    /// <summary>Folders whose subfolders are plugins, in order: of two plugins with one name, the first is loaded and the second is a fault.</summary>
    public IList<string> Folders { get; } = [];

    /// <summary>Names of plugins that are left out; none of their code is loaded.</summary>
    public IList<string> Disabled { get; } = [];

    /// <summary>The settings of plugins, by the plugin's name.</summary>
    public IDictionary<string, PluginSettings> Settings { get; } = new Dictionary<string, PluginSettings>(StringComparer.Ordinal);

    /// <summary>What the operator says of single tools, by the tool's name.</summary>
    public IDictionary<string, ToolOverride> Tools { get; } = new Dictionary<string, ToolOverride>(StringComparer.Ordinal);
}
