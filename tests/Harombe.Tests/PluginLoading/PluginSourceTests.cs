using Harombe.Agent.PluginLoading;
using Harombe.Core.Labels;
using Harombe.Core.Tools;

namespace Harombe.Tests.PluginLoading;

public sealed class PluginSourceTests : IDisposable
{
    private readonly BuiltInPlugins plugins = new();

    public void Dispose() => plugins.Dispose();

    [Fact]
    public void Built_in_plugins_load_with_what_their_manifests_say()
    {
        var source = plugins.Load();
        Assert.Empty(source.Faults);
        Assert.Equal(
            ["clock.convert", "clock.now", "files.append", "files.delete", "files.list", "files.move", "files.read", "files.search", "files.write"],
            source.Offers.Select(offer => offer.Definition.Name.Value));
        var read = source.Offers.Single(offer => offer.Definition.Name.Value == "files.read").Definition;
        Assert.Equal(("plugin files 0.1.0", Risk.Low, true, true), (read.Origin, read.Risk, read.ReadOnly, read.Idempotent));
        Assert.Equal(new Label(Integrity.Own, Confidentiality.Private), read.ResultLabel);
        Assert.Equal("workspace", Assert.Single(read.Paths));
        Assert.Equal(Risk.High, source.Offers.Single(offer => offer.Definition.Name.Value == "files.delete").Definition.Risk);
        Assert.All(source.Offers, offer => Assert.NotEmpty(offer.Definition.Description));
    }

    [Fact]
    public void Disabled_plugin_is_left_out_without_a_fault()
    {
        var source = plugins.Load("files");
        Assert.All(source.Offers, offer => Assert.StartsWith("clock.", offer.Definition.Name.Value, StringComparison.Ordinal));
        Assert.Empty(source.Faults);
    }

    [Theory]
    [InlineData("  delete: { risk: high, result: own/private }\n", "", "plugin.tools", "says nothing of the function 'delete'")]
    [InlineData("tools:\n", "tools:\n  burn: { risk: high, result: own/private }\n", "plugin.tools", "no such function")]
    [InlineData("paths: [workspace]", "paths: []", "plugin.paths", "asks for the workspace without declaring it")]
    [InlineData("assembly: Harombe.Plugins.Files.dll", "assembly: other.dll", "plugin.assembly", "no other.dll")]
    [InlineData("risk: high", "risk: none", "plugin.manifest", "not a risk")]
    public void Broken_plugin_is_named_with_the_reason_and_the_others_load(string good, string bad, string rule, string why)
    {
        Rewrite("files", good, bad);
        var source = plugins.Load();
        var fault = Assert.Single(source.Faults);
        Assert.Equal(("files", rule), (fault.Plugin, fault.Reason.Rule));
        Assert.Contains(why, fault.Reason.Message, StringComparison.Ordinal);
        Assert.Equal(2, source.Offers.Count);
    }

    [Fact]
    public void File_that_is_no_assembly_is_a_fault()
    {
        File.WriteAllText(plugins.InPlugins("files/Harombe.Plugins.Files.dll"), "no code");
        Assert.Equal("plugin.assembly", Assert.Single(plugins.Load().Faults).Reason.Rule);
    }

    [Fact]
    public void Plugin_that_references_the_host_is_a_fault()
    {
        File.Copy(typeof(PluginSource).Assembly.Location, plugins.InPlugins("files/Harombe.Agent.dll"));
        Rewrite("files", "Harombe.Plugins.Files.dll", "Harombe.Tests.dll");
        File.Copy(typeof(PluginSourceTests).Assembly.Location, plugins.InPlugins("files/Harombe.Tests.dll"));
        Assert.Equal("plugin.reference", Assert.Single(plugins.Load().Faults).Reason.Rule);
    }

    [Fact]
    public void Second_plugin_of_a_name_is_a_fault_and_the_first_stays()
    {
        plugins.Lay("zzz", "Harombe.Plugins.Clock");
        var source = plugins.Load();
        Assert.Equal(("clock", "plugin.name"), (Assert.Single(source.Faults).Plugin, source.Faults[0].Reason.Rule));
        Assert.Equal(9, source.Offers.Count);
    }

    [Fact]
    public void Folder_without_a_manifest_and_missing_folder_are_faults()
    {
        Directory.CreateDirectory(plugins.InPlugins("stray"));
        Assert.Equal(("stray", "plugin.manifest"), (Assert.Single(plugins.Load().Faults).Plugin, plugins.Load().Faults[0].Reason.Rule));
    }

    [Fact]
    public void Code_of_a_plugin_lives_in_a_context_of_its_own()
    {
        plugins.Load();
        var loaded = System.Runtime.Loader.AssemblyLoadContext.All.Where(context => context.Name == "plugin clock");
        Assert.Contains(loaded, context => context.IsCollectible && context.Assemblies.Any(one => one.GetName().Name == "Harombe.Plugins.Clock"));
    }

    private void Rewrite(string plugin, string good, string bad)
    {
        var file = plugins.InPlugins(plugin + "/plugin.yaml");
        var text = File.ReadAllText(file);
        Assert.Contains(good, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(good, bad, StringComparison.Ordinal));
    }
}
