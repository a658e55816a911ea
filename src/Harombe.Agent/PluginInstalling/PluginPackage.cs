using System.Collections.Immutable;
using System.IO.Compression;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using Harombe.Agent.PluginLoading;

namespace Harombe.Agent.PluginInstalling;

/// <summary>
/// A plugin as one file: a NuGet package whose folder <c>plugin/</c> holds the plugin's files. Reading is bounded in number and size, and refuses a package in
/// which any entry tries to lead somewhere else.
/// </summary>
internal static class PluginPackage
{
    public const int MaxBytes = 64 * 1024 * 1024;

    private const string Place = "plugin/";
    private const int MaxEntries = 500;
    private const int LinkMode = 0xA000;

    // The same files make the same package, byte for byte, whoever packs them and whenever.
    private static readonly DateTimeOffset Always = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>SHA-256 in lower-case hex.</summary>
    public static string HashOf(byte[] package) => Convert.ToHexStringLower(SHA256.HashData(package));

    /// <summary>Packs a plugin's files.</summary>
    public static byte[] Write(PluginManifest manifest, ImmutableSortedDictionary<string, byte[]> files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "[Content_Types].xml", Encoding.UTF8.GetBytes("""
                <?xml version="1.0" encoding="utf-8"?>
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" /><Default Extension="nuspec" ContentType="application/octet" /><Default Extension="dll" ContentType="application/octet" /><Default Extension="pdb" ContentType="application/octet" /><Default Extension="yaml" ContentType="application/octet" /><Default Extension="md" ContentType="application/octet" /><Default Extension="txt" ContentType="application/octet" /></Types>
                """));
            Add(archive, "_rels/.rels", Encoding.UTF8.GetBytes($"""
                <?xml version="1.0" encoding="utf-8"?>
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/{manifest.Name}.nuspec" Id="R0" /></Relationships>
                """));
            Add(archive, manifest.Name + ".nuspec", Encoding.UTF8.GetBytes($"""
                <?xml version="1.0" encoding="utf-8"?>
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>{manifest.Name}</id><version>{manifest.Version}</version><authors>{manifest.Name}</authors><description>{SecurityElement.Escape(manifest.Description)}</description><packageTypes><packageType name="HarombePlugin" /></packageTypes></metadata></package>
                """));
            foreach (var (name, content) in files)
            {
                Add(archive, Place + name, content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>The plugin's files, by name.</summary>
    /// <exception cref="BrokenPluginException">It is no such package, or not an honest one.</exception>
    public static ImmutableSortedDictionary<string, byte[]> Read(byte[] package)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(package, writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count > MaxEntries)
            {
                throw Refused("package.size", $"The package has more than {MaxEntries} entries");
            }

            var files = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.OrdinalIgnoreCase);
            var left = (long)MaxBytes;
            foreach (var entry in archive.Entries)
            {
                Vet(entry);
                if (!entry.FullName.StartsWith(Place, StringComparison.Ordinal) || entry.FullName.Length == Place.Length)
                {
                    continue;
                }

                var name = entry.FullName[Place.Length..];
                if (name.Contains('/', StringComparison.Ordinal))
                {
                    throw Refused("package.path", $"'{Shown(name)}' lies in a folder inside of the plugin's");
                }

                var content = Content(entry, ref left);
                if (!files.TryAdd(name, content))
                {
                    throw Refused("package.path", $"There are two files '{Shown(name)}'");
                }
            }

            return files.Count > 0
                ? files.ToImmutable()
                : throw new BrokenPluginException("package.form", "The package has no folder 'plugin'.", "Make it with 'harombe plugins pack'.");
        }
        catch (InvalidDataException)
        {
            throw new BrokenPluginException("package.form", "That is not a package.", "Make it with 'harombe plugins pack'.");
        }
    }

    // Of every entry, also of those that are not unpacked: a package with a trick in it is not installed.
    private static void Vet(ZipArchiveEntry entry)
    {
        var name = entry.FullName;
        if (name.Length is 0 or > 255 || name.StartsWith('/') || name.Split('/').Any(part => part is "." or "..") || name.Any(c => c is '\\' or ':' || char.IsControl(c)))
        {
            throw Refused("package.path", $"'{Shown(name)}' leads out of the package");
        }

        if (((entry.ExternalAttributes >> 16) & 0xF000) == LinkMode)
        {
            throw Refused("package.path", $"'{Shown(name)}' is a link");
        }
    }

    // Counted while it is read: what the entry says of its own size may be a lie.
    private static byte[] Content(ZipArchiveEntry entry, ref long left)
    {
        using var source = entry.Open();
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = source.Read(buffer)) > 0;)
        {
            left -= read;
            if (left < 0)
            {
                throw Refused("package.size", $"The package unpacks to more than {MaxBytes / 1024 / 1024} MiB");
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    private static void Add(ZipArchive archive, string name, byte[] content)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Always;
        using var stream = entry.Open();
        stream.Write(content);
    }

    private static BrokenPluginException Refused(string rule, string what) => new(rule, $"{what}; nothing was installed.", "Don't trust where it came from.");

    private static string Shown(string name) => new([.. name.Take(80).Select(c => char.IsControl(c) ? '?' : c)]);
}
