using System.Collections.Immutable;
using Harombe.Agent.PluginChecking;
using Harombe.Agent.PluginLoading;

namespace Harombe.Agent.PluginInstalling;

/// <summary>Takes a plugin's own files out of a folder in which others lie as well, such as the output of a build.</summary>
internal static class PluginClosure
{
    private static readonly string[] Beside = ["README.md", "LICENSE", "LICENSE.txt"];

    /// <summary>plugin.yaml, the assembly with its symbols, the libraries that it needs, and the documents beside them, by file name.</summary>
    /// <exception cref="BrokenPluginException">There is no plugin in the folder.</exception>
    public static (PluginManifest Manifest, ImmutableSortedDictionary<string, byte[]> Files) Of(string folder)
    {
        var yaml = Path.Combine(folder, ManifestReading.FileName);
        if (!File.Exists(yaml))
        {
            throw new BrokenPluginException("plugin.manifest", $"There is no plugin.yaml in {folder}.", "Name the folder of a plugin; in a project, give plugin.yaml CopyToOutputDirectory.");
        }

        var files = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        files.Add(ManifestReading.FileName, File.ReadAllBytes(yaml));
        var manifest = ManifestReading.Read(files[ManifestReading.FileName]);
        Add(files, folder, manifest.Assembly);
        foreach (var document in Beside.Where(name => File.Exists(Path.Combine(folder, name))))
        {
            files[document] = File.ReadAllBytes(Path.Combine(folder, document));
        }

        return (manifest, files.ToImmutable());
    }

    private static void Add(ImmutableSortedDictionary<string, byte[]>.Builder files, string folder, string file)
    {
        var path = Path.Combine(folder, file);
        if (files.ContainsKey(file) || !File.Exists(path))
        {
            return;
        }

        files.Add(file, File.ReadAllBytes(path));
        var symbols = Path.ChangeExtension(path, ".pdb");
        if (File.Exists(symbols))
        {
            files[Path.GetFileName(symbols)] = File.ReadAllBytes(symbols);
        }

        try
        {
            using var code = new AssemblyCode(files[file]);
            foreach (var needed in code.References.Where(needed => !AssemblyNames.IsShared(needed)).ToList())
            {
                Add(files, folder, AssemblyNames.FileOf(needed));
            }
        }
        catch (BadImageFormatException)
        {
            throw new BrokenPluginException("plugin.assembly", $"{file} is not a .NET assembly that can be read.", "Build it for this version of .NET.");
        }
    }
}
