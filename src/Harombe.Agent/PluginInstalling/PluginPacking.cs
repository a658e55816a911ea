using Harombe.Agent.PluginChecking;
using Harombe.Agent.PluginLoading;
using Harombe.Core.Calls;

namespace Harombe.Agent.PluginInstalling;

/// <summary>What came of packing or reading a plugin: a package, or why there is none.</summary>
/// <param name="Package">The package; null when there is a fault.</param>
/// <param name="Fault">Why there is none.</param>
public sealed record PackingOutcome(PackedPlugin? Package, Reason? Fault);

/// <summary>A plugin as one file, and what it says of itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Sha256">The hash of <paramref name="Bytes"/>, in lower-case hex.</param>
/// <param name="Bytes">The package.</param>
/// <param name="Hosts">What it reaches.</param>
/// <param name="Secrets">What it needs.</param>
/// <param name="Paths">What it touches.</param>
/// <param name="Tools">Its tools with their risk; a plugin that makes tools at run time says <c>*</c>.</param>
public sealed record PackedPlugin(
    string Name, string Version, string Description, string Sha256, byte[] Bytes, IReadOnlyList<string> Hosts, IReadOnlyList<string> Secrets, IReadOnlyList<string> Paths, IReadOnlyList<string> Tools);

/// <summary>Makes packages of plugins, and looks into them. Nothing of the plugin's code runs.</summary>
public static class PluginPacking
{
    /// <summary>The largest package, packed or unpacked.</summary>
    public const int MaxBytes = PluginPackage.MaxBytes;

    /// <summary>Packs the plugin in a folder: its plugin.yaml, its assembly and what that needs.</summary>
    public static PackingOutcome Pack(string folder) => Run(() =>
    {
        var (manifest, files) = PluginClosure.Of(folder);
        CodeCheck.Run(PluginImage.Of(folder, files), manifest);
        return Describe(manifest, PluginPackage.Write(manifest, files));
    });

    /// <summary>Looks into a package.</summary>
    public static PackingOutcome Read(byte[] package) => Run(() =>
    {
        var image = PluginImage.Of("", PluginPackage.Read(package));
        var manifest = image.Manifest();
        CodeCheck.Run(image, manifest);
        return Describe(manifest, package);
    });

    private static PackedPlugin Describe(PluginManifest manifest, byte[] package) => new(
        manifest.Name, manifest.Version, manifest.Description, PluginPackage.HashOf(package), package,
        manifest.Reach.Hosts, [.. manifest.Reach.Secrets.Select(secret => secret.Value)], manifest.Reach.Paths,
        [.. manifest.Tools.Select(tool => $"{tool.Key} ({tool.Value.Risk.ToString().ToLowerInvariant()})"), .. manifest.Provides ? ["*"] : Array.Empty<string>()]);

    private static PackingOutcome Run(Func<PackedPlugin> run)
    {
        try
        {
            return new PackingOutcome(run(), null);
        }
        catch (BrokenPluginException e)
        {
            return new PackingOutcome(null, e.Reason);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new PackingOutcome(null, new Reason("package.files", e.Message, "Name a folder that can be read."));
        }
    }
}
