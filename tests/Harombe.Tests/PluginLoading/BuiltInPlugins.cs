using Harombe.Agent.PluginLoading;
using Harombe.Agent.Workspaces;
using Harombe.Core.Tools;
using Harombe.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.Tests.PluginLoading;

/// <summary>The plugins of this repository, laid out as on disk and loaded as a stranger's.</summary>
internal sealed class BuiltInPlugins : IDisposable
{
    private readonly TemporaryFolder plugins = new();
    private readonly TemporaryFolder workspace = new();
    private readonly List<PluginSource> sources = [];

    public BuiltInPlugins()
    {
        Lay("files", "Harombe.Plugins.Files");
        Lay("clock", "Harombe.Plugins.Clock");
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2030, 1, 31, 8, 0, 0, TimeSpan.Zero));

    public string InWorkspace(string name) => workspace[name];

    public string InPlugins(string name) => plugins[name];

    /// <summary>Lays a plugin of this repository into a folder.</summary>
    public void Lay(string folder, string project)
    {
        Directory.CreateDirectory(plugins[folder]);
        File.Copy(Path.Combine(AppContext.BaseDirectory, project + ".dll"), plugins[$"{folder}/{project}.dll"]);
        File.Copy(Path.Combine(Repository(), "plugins", project, "plugin.yaml"), plugins[$"{folder}/plugin.yaml"]);
    }

    /// <summary>Changes a plugin's files without changing what it does.</summary>
    public void Touch(string folder) => File.AppendAllText(plugins[$"{folder}/plugin.yaml"], $"# {Guid.NewGuid()}\n");

    public PluginSource Load(params string[] disabled)
    {
        var options = new PluginLoadingOptions { Folders = { plugins.Path } };
        foreach (var name in disabled)
        {
            options.Disabled.Add(name);
        }

        var opened = WorkspaceServices.Create(new WorkspaceOptions { Folder = workspace.Path }, NullLogger.Instance);
        sources.Add(new PluginSource(options, PluginHosts.Services(opened, Time)));
        return sources[^1];
    }

    public ToolOffer Tool(string name) => Load().Offers.Single(offer => offer.Definition.Name.Value == name);

    public void Dispose()
    {
        sources.ForEach(source => source.Dispose());
        plugins.Dispose();
        workspace.Dispose();
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Harombe.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests don't run from a checkout.");
        }

        return folder;
    }
}
