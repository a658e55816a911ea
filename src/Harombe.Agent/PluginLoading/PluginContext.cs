using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Harombe.Core.Tools;

namespace Harombe.Agent.PluginLoading;

/// <summary>
/// Where the code of one plugin lives. It shares the contracts with the host, has its own copies of everything else, and is not given the
/// host's own assemblies: a plugin that references them doesn't load.
/// </summary>
internal sealed class PluginContext(PluginImage image, string name) : AssemblyLoadContext($"plugin {name}", isCollectible: true)
{
    // Names to which the contracts show their internals. The runtime goes by the name alone, and anybody can give an assembly a name.
    private static readonly HashSet<string> Friends = typeof(ToolOffer).Assembly.GetCustomAttributes<InternalsVisibleToAttribute>()
        .Select(friend => friend.AssemblyName.Split(',')[0])
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="BrokenPluginException">The assembly is missing, is none, or needs what it can't have.</exception>
    public Assembly LoadPlugin(string file)
    {
        if (!image.Files.ContainsKey(file))
        {
            throw new BrokenPluginException("plugin.assembly", $"There is no {file} beside plugin.yaml.", "Build the plugin, or name its file with 'assembly:'.");
        }

        Assembly assembly;
        try
        {
            assembly = LoadFromImage(file);
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException)
        {
            throw new BrokenPluginException("plugin.assembly", $"{file} is not a .NET assembly that loads here: {e.GetType().Name}.", "Build it for this version of .NET.");
        }

        foreach (var needed in assembly.GetReferencedAssemblies())
        {
            if (!IsShared(needed) && !IsPrivate(needed) && !IsFramework(needed))
            {
                throw new BrokenPluginException(
                    "plugin.reference",
                    $"{file} references {needed.Name}, which plugins aren't given.",
                    "Reference Harombe.Core only, and put other libraries into the plugin's folder.");
            }
        }

        if (Friends.Contains(assembly.GetName().Name ?? ""))
        {
            throw new BrokenPluginException(
                "plugin.assembly", $"{file} is called {assembly.GetName().Name}, which would open the inside of the guard to it.", "Give the assembly a name of its own.");
        }

        return assembly;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (IsShared(assemblyName))
        {
            return null; // the host's own: a contract must be one type on both sides
        }

        if (IsPrivate(assemblyName))
        {
            return LoadFromImage(FileOf(assemblyName));
        }

        return IsFramework(assemblyName) ? null : throw new FileNotFoundException($"Plugins aren't given {assemblyName.Name}.");
    }

    private static bool IsShared(AssemblyName assembly) => assembly.Name is { } name
        && (name is "Harombe.Core" or "Microsoft.SemanticKernel.Abstractions" or "Microsoft.SemanticKernel.Core"
            || (name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && name.EndsWith(".Abstractions", StringComparison.Ordinal)));

    private static bool IsFramework(AssemblyName assembly) => assembly.Name is { } name
        && (name is "System" or "netstandard" or "mscorlib" or "Microsoft.CSharp"
            || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal));

    private bool IsPrivate(AssemblyName assembly) =>
        assembly.Name?.StartsWith("Harombe.", StringComparison.Ordinal) != true && image.Files.ContainsKey(FileOf(assembly));

    private static string FileOf(AssemblyName assembly) => assembly.Name + ".dll";

    private Assembly LoadFromImage(string file)
    {
        using var code = new MemoryStream(image.Files[file], writable: false);
        using var symbols = image.Files.TryGetValue(Path.ChangeExtension(file, ".pdb"), out var pdb) ? new MemoryStream(pdb, writable: false) : null;
        return LoadFromStream(code, symbols);
    }
}
