using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Harombe.Agent.PluginLoading;

/// <summary>
/// The files of a plugin, read once. What is checked, hashed and loaded are these bytes: a file that changes afterwards changes nothing, and a running
/// plugin's files can be replaced in place. Immutable.
/// </summary>
internal sealed class PluginImage
{
    private const long MaxBytes = 64 * 1024 * 1024;
    private const int MaxFiles = 500;

    private PluginImage(string folder, ImmutableSortedDictionary<string, byte[]> files)
    {
        Folder = folder;
        Files = files;
    }

    /// <summary>Where it was read, absolute.</summary>
    public string Folder { get; }

    /// <summary>The manifest, the assemblies, their symbols, documents: every file that stands directly in the folder, by name.</summary>
    public ImmutableSortedDictionary<string, byte[]> Files { get; }

    /// <summary>The assemblies among them, by file name.</summary>
    public IEnumerable<KeyValuePair<string, byte[]>> Assemblies => Files.Where(file => file.Key.EndsWith(".dll", StringComparison.OrdinalIgnoreCase));

    /// <summary>SHA-256 in lower-case hex over the names, lengths and contents of all files, in ordinal order of their names.</summary>
    public string Hash => HashOf(Files);

    /// <exception cref="BrokenPluginException">It is too large, or has folders or links in it.</exception>
    public static PluginImage Read(string folder)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        var left = MaxBytes;
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry is not FileInfo { LinkTarget: null } file)
            {
                throw new BrokenPluginException(
                    "plugin.files", $"'{entry.Name}' in the plugin's folder is a folder or a link.", "Put the plugin's own files directly into its folder, and nothing else.");
            }

            left -= file.Length;
            if (left < 0 || files.Count == MaxFiles)
            {
                throw new BrokenPluginException("plugin.files", $"The plugin has more than {MaxFiles} files or {MaxBytes / 1024 / 1024} MiB.", "Leave out what it doesn't need.");
            }

            files.Add(file.Name, File.ReadAllBytes(file.FullName));
        }

        return new PluginImage(Path.GetFullPath(folder), files.ToImmutable());
    }

    /// <summary>Files that were read already.</summary>
    public static PluginImage Of(string folder, ImmutableSortedDictionary<string, byte[]> files) => new(folder, files);

    /// <summary>What its plugin.yaml says.</summary>
    /// <exception cref="BrokenPluginException">There is none, or it is wrong.</exception>
    public PluginManifest Manifest() => Files.TryGetValue(ManifestReading.FileName, out var file)
        ? ManifestReading.Read(file)
        : throw new BrokenPluginException("plugin.manifest", $"{(Folder.Length == 0 ? "The package" : $"The folder '{Path.GetFileName(Folder)}'")} has no plugin.yaml.", "Add one, or move the folder away.");

    /// <summary>The hash of such files.</summary>
    public static string HashOf(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name.Length}:{name}:{content.Length}:"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
