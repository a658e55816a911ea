using System.Reflection;
using System.Runtime.Loader;
using Harombe.Core.Tools;
using Microsoft.SemanticKernel;

namespace Harombe.Agent.PluginLoading;

/// <summary>A plugin whose code is loaded and whose tools all match its plugin.yaml.</summary>
internal sealed class LoadedPlugin : IDisposable
{
    private readonly PluginContext context;

    private LoadedPlugin(PluginContext context, PluginManifest manifest, IReadOnlyList<ToolOffer> offers)
    {
        this.context = context;
        Manifest = manifest;
        Offers = offers;
    }

    public PluginManifest Manifest { get; }

    public IReadOnlyList<ToolOffer> Offers { get; }

    /// <exception cref="BrokenPluginException">Its code doesn't load, or isn't what plugin.yaml says.</exception>
    public static LoadedPlugin Load(PluginImage image, PluginManifest manifest, PluginServices services)
    {
        var context = new PluginContext(image, manifest.Name);
        try
        {
            return new LoadedPlugin(context, manifest, [.. Offer(context.LoadPlugin(manifest.Assembly), manifest, services)]);
        }
        catch
        {
            context.Unload();
            throw;
        }
    }

    /// <summary>Whether its code lives there.</summary>
    public bool IsIn(AssemblyLoadContext other) => ReferenceEquals(context, other);

    public void Dispose() => context.Unload();

    private static IEnumerable<ToolOffer> Offer(Assembly assembly, PluginManifest manifest, PluginServices services)
    {
        var functions = Functions(assembly, manifest, services);
        if (manifest.Tools.Keys.FirstOrDefault(tool => !functions.ContainsKey(tool)) is { } absent)
        {
            throw new BrokenPluginException(
                "plugin.tools", $"plugin.yaml describes '{absent}', and there is no such function.", "Make the class and method public, or remove the tool.");
        }

        foreach (var (name, function) in functions.OrderBy(function => function.Key, StringComparer.Ordinal))
        {
            var tool = manifest.Tools[name];
            yield return new ToolOffer(
                new ToolDefinition
                {
                    Name = ToolName.Parse($"{manifest.Name}.{name}"),
                    Description = function.Description,
                    InputSchema = function.Schema(),
                    Origin = $"plugin {manifest.Name} {manifest.Version}",
                    Risk = tool.Risk,
                    ReadOnly = tool.ReadOnly,
                    Idempotent = tool.Idempotent,
                    ResultLabel = tool.Result,
                    Hosts = tool.Reach.Hosts,
                    Secrets = tool.Reach.Secrets,
                    Paths = tool.Reach.Paths,
                },
                function.Body(tool.Result));
        }
    }

    private static Dictionary<string, PluginFunction> Functions(Assembly assembly, PluginManifest manifest, PluginServices services)
    {
        var json = PluginJson.Create();
        var functions = new Dictionary<string, PluginFunction>(StringComparer.Ordinal);
        foreach (var type in assembly.GetExportedTypes().Where(type => type is { IsClass: true, ContainsGenericParameters: false }))
        {
            var methods = type.GetMethods().Where(method => method.IsDefined(typeof(KernelFunctionAttribute), inherit: false)).ToList();
            if (methods.Count == 0)
            {
                continue;
            }

            if (type.IsAbstract)
            {
                throw new BrokenPluginException("plugin.class", $"{type.Name} is abstract or static.", "Make it a class that can be created.");
            }

            var target = services.Create(type, manifest);
            foreach (var function in methods.Select(method => new PluginFunction(method, target, json)))
            {
                Add(functions, function, manifest);
            }
        }

        return functions;
    }

    private static void Add(Dictionary<string, PluginFunction> functions, PluginFunction function, PluginManifest manifest)
    {
        if (!manifest.Tools.ContainsKey(function.Name))
        {
            throw new BrokenPluginException(
                "plugin.tools", $"plugin.yaml says nothing of the function '{function.Name}'.", $"Add it below 'tools:' with its risk and result.");
        }

        if (string.IsNullOrWhiteSpace(function.Description))
        {
            throw new BrokenPluginException(
                "plugin.tools", $"The function '{function.Name}' has no description.", "Add [Description(\"…\")]: a model chooses by it, a person approves by it.");
        }

        if (!functions.TryAdd(function.Name, function))
        {
            throw new BrokenPluginException("plugin.tools", $"There are two functions '{function.Name}'.", "Rename one.");
        }
    }
}
