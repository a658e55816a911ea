using System.Reflection;
using System.Runtime.Loader;

namespace Harombe.Agent.PluginLoading;

/// <summary>
/// Where the code of one plugin lives. It shares the contracts with the host, has its own copies of everything else, and is not given the
/// host's own assemblies: a plugin that references them doesn't load.
/// </summary>
internal sealed class PluginContext(PluginImage image, string name) : AssemblyLoadContext($"plugin {name}", isCollectible: true)
{
    /// <exception cref="BrokenPluginException">The assembly doesn't load.</exception>
    public Assembly LoadPlugin(string file)
    {
        try
        {
            return LoadFromImage(file);
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException)
        {
            throw new BrokenPluginException("plugin.assembly", $"{file} is not a .NET assembly that loads here: {e.GetType().Name}.", "Build it for this version of .NET.");
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (AssemblyNames.IsShared(assemblyName))
        {
            return null; // the host's own: a contract must be one type on both sides
        }

        if (AssemblyNames.IsPrivate(assemblyName, image))
        {
            return LoadFromImage(AssemblyNames.FileOf(assemblyName));
        }

        return AssemblyNames.IsFramework(assemblyName) ? null : throw new FileNotFoundException($"Plugins aren't given {assemblyName.Name}.");
    }

    private Assembly LoadFromImage(string file)
    {
        using var code = new MemoryStream(image.Files[file], writable: false);
        using var symbols = image.Files.TryGetValue(Path.ChangeExtension(file, ".pdb"), out var pdb) ? new MemoryStream(pdb, writable: false) : null;
        return LoadFromStream(code, symbols);
    }
}
