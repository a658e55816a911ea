using System.Runtime.Loader;
using Harombe.Core.Tools;

namespace Harombe.Agent.PluginLoading;

/// <summary>A plugin whose code is loaded and whose tools all match its plugin.yaml.</summary>
internal sealed class LoadedPlugin : IDisposable
{
    private readonly PluginContext context;
    private readonly PluginContainer container;

    private LoadedPlugin(PluginContext context, PluginContainer container, PluginManifest manifest, IReadOnlyList<ToolOffer> offers)
    {
        this.context = context;
        this.container = container;
        Manifest = manifest;
        Offers = offers;
    }

    public PluginManifest Manifest { get; }

    public IReadOnlyList<ToolOffer> Offers { get; }

    /// <exception cref="BrokenPluginException">Its code doesn't load, or isn't what plugin.yaml says.</exception>
    public static LoadedPlugin Load(PluginImage image, PluginManifest manifest, PluginServices services, PluginSettings settings)
    {
        var context = new PluginContext(image, manifest.Name);
        PluginContainer? container = null;
        try
        {
            var assembly = context.LoadPlugin(manifest.Assembly);
            container = new PluginContainer(assembly, manifest, services, settings);
            return new LoadedPlugin(context, container, manifest, [.. DeclaredTools.Of(assembly, manifest, container), .. ProvidedTools.Of(assembly, manifest, container)]);
        }
        catch
        {
            container?.Dispose();
            Unload(context);
            throw;
        }
    }

    /// <summary>Whether its code lives there.</summary>
    public bool IsIn(AssemblyLoadContext other) => ReferenceEquals(context, other);

    public void Dispose()
    {
        try
        {
            container.Dispose();
        }
        finally
        {
            Unload(context);
        }
    }

    private static void Unload(PluginContext context)
    {
        context.Unload();
        PluginJson.Forget();
    }
}
