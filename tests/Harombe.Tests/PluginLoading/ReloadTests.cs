using System.Runtime.CompilerServices;
using Harombe.Agent.PluginLoading;
using Harombe.Core.Tools;
using Harombe.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harombe.Tests.PluginLoading;

public sealed class ReloadTests : IDisposable
{
    private readonly BuiltInPlugins plugins = new();

    public void Dispose() => plugins.Dispose();

    [Fact]
    public async Task Replaced_plugin_leaves_memory()
    {
        var source = plugins.Load();
        var catalog = new ToolCatalog([source], TimeProvider.System);
        var reloading = new PluginReloading(source, catalog, NullLogger<PluginReloading>.Instance);
        var old = await UseAsync(source);
        plugins.Touch("clock");
        reloading.Reload("clock");

        await Eventually.BeAsync("the old assembly is gone", () => !IsAlive(old));
        Assert.Equal(0, reloading.Leaving);
        Assert.Contains("Thursday", (await Tools.CallAsync(source.Offers.Single(offer => offer.Definition.Name.Value == "clock.now"), "{}")).PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public void Plugin_whose_files_did_not_change_is_not_loaded_again()
    {
        var source = plugins.Load();
        var before = source.Plugins;
        Assert.Empty(source.Reload(null));
        Assert.Equal(before.Select(plugin => plugin.Loaded), source.Plugins.Select(plugin => plugin.Loaded));
    }

    [Fact]
    public void Edit_that_does_not_load_keeps_the_last_good_version_and_says_so()
    {
        var source = plugins.Load();
        var before = source.Offers.Count;
        File.WriteAllText(plugins.InPlugins("clock/plugin.yaml"), "name: clock\nrisks: none\n");
        Assert.Empty(source.Reload("clock"));
        Assert.Equal(before, source.Offers.Count);
        var clock = source.Plugins.Single(plugin => plugin.Name == "clock");
        Assert.Equal(("outdated", "plugin.manifest"), (clock.State, clock.Fault?.Rule));
    }

    [Fact]
    public void New_folder_is_found_and_a_removed_one_is_gone()
    {
        var source = plugins.Load();
        Directory.Delete(plugins.InPlugins("clock"), recursive: true);
        var gone = Assert.Single(source.Reload(null));
        Assert.Equal("clock", gone.Manifest.Name);
        Assert.DoesNotContain(source.Offers, offer => offer.Definition.Name.Value.StartsWith("clock.", StringComparison.Ordinal));
        plugins.Lay("clock", "Harombe.Plugins.Clock");
        Assert.Empty(source.Reload("clock"));
        Assert.Contains(source.Offers, offer => offer.Definition.Name.Value == "clock.now");
    }

    [Fact]
    public void Other_plugins_stay_as_they_are_when_one_is_reloaded()
    {
        var source = plugins.Load();
        plugins.Touch("clock");
        plugins.Touch("files");
        Assert.Equal("clock", Assert.Single(source.Reload("clock")).Manifest.Name);
    }

    // In a frame of its own, so that none of its locals keeps the plugin alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseAsync(PluginSource source)
    {
        var now = source.Offers.Single(offer => offer.Definition.Name.Value == "clock.now");
        await Tools.CallAsync(now, """{"zone":"Europe/Berlin"}""");
        return new WeakReference(System.Runtime.Loader.AssemblyLoadContext.All.Single(context =>
            context.Name == "plugin clock" && source.Plugins.Any(plugin => plugin.Loaded?.IsIn(context) == true)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsAlive(WeakReference old)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return old.IsAlive;
    }
}
