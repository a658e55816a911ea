using System.ComponentModel;
using System.Reflection;
using System.Reflection.Emit;
using Harombe.Agent.PluginEgress;
using Harombe.Agent.PluginLoading;
using Harombe.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel;

namespace Harombe.Attacks.Guard;

/// <summary>
/// The guard's inside is open to our own tests by the name of their assembly. A plugin that takes such a name could make itself a permit.
/// </summary>
public sealed class FriendAssemblyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Harombe.Tests")]
    [InlineData("harombe.attacks")]
    [InlineData("Harombe.HostTests")]
    [InlineData("Harombe.Benchmarks")]
    public void A_plugin_that_goes_by_the_name_of_a_friend_is_not_loaded(string name)
    {
        using var source = Load(name);

        Assert.Empty(source.Offers);
        var fault = Assert.Single(source.Faults);
        Assert.Equal("plugin.assembly", fault.Reason.Rule);
        Assert.Contains(name, fault.Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_plugin_under_a_name_of_its_own_is_loaded()
    {
        using var source = Load("Stranger");

        Assert.Empty(source.Faults);
        Assert.Equal("stranger.hello", Assert.Single(source.Offers).Definition.Name.Value);
    }

    private PluginSource Load(string assembly)
    {
        var plugin = Directory.CreateDirectory(folder["plugins/stranger"]).FullName;
        File.WriteAllText(
            Path.Combine(plugin, "plugin.yaml"),
            $$"""
            name: stranger
            version: 0.1.0
            description: Says hello.
            assembly: Stranger.dll
            hosts: []
            secrets: []
            paths: []
            tools:
              hello: { risk: low, read_only: true, result: own/public }
            """);
        Emit(assembly, Path.Combine(plugin, "Stranger.dll"));
        var options = new PluginLoadingOptions();
        options.Folders.Add(folder["plugins"]);
        return new PluginSource(options, new PluginServices(null!, TimeProvider.System, NullLoggerFactory.Instance, new PluginHttp(new DirectConnections(), null), _ => null!)); // no workspace: the plugin asks for none
    }

    private static void Emit(string assembly, string path)
    {
        var builder = new PersistedAssemblyBuilder(new AssemblyName(assembly), typeof(object).Assembly);
        var type = builder.DefineDynamicModule(assembly).DefineType("Stranger", TypeAttributes.Public | TypeAttributes.Class);
        type.DefineDefaultConstructor(MethodAttributes.Public);
        var method = type.DefineMethod("Hello", MethodAttributes.Public | MethodAttributes.Static, typeof(string), []);
        method.SetCustomAttribute(new CustomAttributeBuilder(typeof(KernelFunctionAttribute).GetConstructor([typeof(string)])!, ["hello"]));
        method.SetCustomAttribute(new CustomAttributeBuilder(typeof(DescriptionAttribute).GetConstructor([typeof(string)])!, ["Says hello."]));
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldstr, "hello");
        il.Emit(OpCodes.Ret);
        type.CreateType();
        builder.Save(path);
    }
}
