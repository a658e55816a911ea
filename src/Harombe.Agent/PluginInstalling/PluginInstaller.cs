using System.Collections.Immutable;
using Harombe.Agent.PluginChecking;
using Harombe.Agent.PluginLoading;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Principals;

namespace Harombe.Agent.PluginInstalling;

/// <summary>
/// Installs and removes plugins while the host runs. A package is taken only by the hash that an admin named; what was unpacked is pinned, so that files that
/// change afterwards are not loaded. The record knows of a change before it happens. One change at a time.
/// </summary>
internal sealed class PluginInstaller(PluginLoadingOptions options, PluginServices services, PluginSource source, PluginReloading reloading, IAuditLog audit) : IDisposable
{
    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>Installs a package, over an older version of the same plugin if there is one.</summary>
    /// <param name="package">The package.</param>
    /// <param name="sha256">The hash that it must have.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancellationToken">Ends it before anything has happened.</param>
    /// <returns>The plugin as it is now, or why nothing was installed.</returns>
    public async ValueTask<(FoundPlugin? Plugin, Reason? Fault)> InstallAsync(byte[] package, string sha256, PrincipalId by, CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var folder = Folder();
            var hash = PluginPackage.HashOf(package);
            if (hash != sha256)
            {
                throw new BrokenPluginException("package.hash", $"The package's SHA-256 is {hash}, not the one that was named.", "Find out why it changed; install it only by a hash that you trust.");
            }

            var files = PluginPackage.Read(package);
            var image = PluginImage.Of(folder, files);
            var manifest = image.Manifest();
            Try(image, manifest, folder);

            var pins = new PluginPins(folder);
            var before = pins.Read();
            var pin = new PluginPin(manifest.Version, hash, image.Hash, services.Time.GetUtcNow(), by.Value);
            await audit.AppendAsync(
                new PinChanged("plugin", "pinned", manifest.Name, manifest.Version, hash, before.GetValueOrDefault(manifest.Name)?.Package, [.. manifest.Tools.Keys], by) { Time = services.Time.GetUtcNow() },
                cancellationToken).ConfigureAwait(false);
            Place(folder, manifest.Name, files);
            pins.Write(before.SetItem(manifest.Name, pin));
            return (reloading.Reload(manifest.Name).First(plugin => plugin.Name == manifest.Name && Path.GetDirectoryName(plugin.Folder) == folder), null);
        }
        catch (BrokenPluginException e)
        {
            return (null, e.Reason);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Removes an installed plugin; calls under way end on it. Null when it is gone, else why not.</summary>
    public async ValueTask<Reason?> RemoveAsync(string name, PrincipalId by, CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var folder = Folder();
            var pins = new PluginPins(folder);
            var before = pins.Read();
            if (!before.TryGetValue(name, out var pin))
            {
                return source.Plugins.Any(plugin => plugin.Name == name)
                    ? new Reason("plugin.installed", $"'{name}' was not installed: it lies in a folder of its own.", $"Leave it out in harombe.yaml: plugins: {{ disabled: [{name}] }}")
                    : new Reason("plugin.unknown", "There is no plugin of this name.", "See 'harombe plugins list'.");
            }

            await audit.AppendAsync(new PinChanged("plugin", "removed", name, pin.Version, pin.Package, null, [], by) { Time = services.Time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
            pins.Write(before.Remove(name));
            Discard(folder, name);
            reloading.Reload(null);
            return null;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private string Folder() => options.Installed is { Length: > 0 } folder
        ? Directory.CreateDirectory(folder).FullName
        : throw new InvalidOperationException("The host was given no folder for installed plugins.");

    // Loaded and let go again: what doesn't load is not installed.
    private void Try(PluginImage image, PluginManifest manifest, string folder)
    {
        if (source.Plugins.FirstOrDefault(plugin => plugin.Name == manifest.Name && Path.GetDirectoryName(plugin.Folder) != folder) is { } other)
        {
            throw new BrokenPluginException("plugin.name", $"There is another plugin '{manifest.Name}', in {other.Folder}.", "A plugin can't take another one's name.");
        }

        CodeCheck.Run(image, manifest);
        var (granted, settings) = GrantedReach.Of(manifest, options.Settings.TryGetValue(manifest.Name, out var set) ? set with { Folder = options.SettingsFolder, Workspace = options.Workspace } : PluginSettings.None);
        LoadedPlugin.Load(image, granted, services, settings).Dispose();
    }

    private static void Place(string folder, string name, ImmutableSortedDictionary<string, byte[]> files)
    {
        // A name with a dot before it is no plugin's: what a crash leaves behind is not loaded.
        var next = Directory.CreateDirectory(Path.Combine(folder, $".next-{Guid.NewGuid():N}")).FullName;
        foreach (var (file, content) in files)
        {
            File.WriteAllBytes(Path.Combine(next, file), content);
        }

        Discard(folder, name);
        Directory.Move(next, Path.Combine(folder, name));
    }

    private static void Discard(string folder, string name)
    {
        var (old, away) = (Path.Combine(folder, name), Path.Combine(folder, $".old-{Guid.NewGuid():N}"));
        if (Directory.Exists(old))
        {
            Directory.Move(old, away);
            Directory.Delete(away, recursive: true);
        }
    }
}
