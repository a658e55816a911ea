using System.Reflection;
using Harombe.Core.Tools;
using Microsoft.SemanticKernel;

namespace Harombe.Agent.PluginLoading;

/// <summary>The tools that plugin.yaml describes one by one, and that the plugin has as functions: neither may have one more than the other.</summary>
internal static class DeclaredTools
{
    /// <exception cref="BrokenPluginException">The two don't match.</exception>
    public static IEnumerable<ToolOffer> Of(Assembly assembly, PluginManifest manifest, PluginContainer container)
    {
        var functions = Functions(assembly, manifest, container);
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
                    OutputSchema = function.OutputSchema(),
                    Origin = $"plugin {manifest.Name} {manifest.Version}",
                    Risk = tool.Risk,
                    ReadOnly = tool.ReadOnly,
                    Idempotent = tool.Idempotent,
                    CacheFor = tool.CacheFor,
                    ResultLabel = tool.Result,
                    Hosts = tool.Reach.Hosts,
                    Secrets = tool.Reach.Secrets,
                    Revealed = tool.Reach.Revealed,
                    Paths = tool.Reach.Paths,
                    DryRun = tool.DryRun is { } dryRun ? ToolName.Parse($"{manifest.Name}.{dryRun}") : null,
                },
                function.Body(tool.Result));
        }
    }

    private static Dictionary<string, PluginFunction> Functions(Assembly assembly, PluginManifest manifest, PluginContainer container)
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

            var target = container.Create(type);
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
