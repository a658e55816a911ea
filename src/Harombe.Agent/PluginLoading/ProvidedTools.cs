using System.Reflection;
using Harombe.Core.Labels;
using Harombe.Core.Plugins;
using Harombe.Core.Tools;

namespace Harombe.Agent.PluginLoading;

/// <summary>The tools that a plugin makes when it is loaded. Each stays within what plugin.yaml and the operator declare.</summary>
internal static class ProvidedTools
{
    // What comes back is a stranger's text, and may be what the user's own credential opened.
    private static readonly Label Careful = new(Integrity.Outside, Confidentiality.Private);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="BrokenPluginException">A tool reaches further than it may, or has no proper name.</exception>
    public static IEnumerable<ToolOffer> Of(Assembly assembly, PluginManifest manifest, PluginContainer container)
    {
        var providers = assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IToolProvider).IsAssignableFrom(type)).ToList();
        if (manifest.Provides == (providers.Count == 0))
        {
            throw providers.Count == 0
                ? new BrokenPluginException("plugin.tools", "plugin.yaml says 'provides: true', and there is no public IToolProvider.", "Make the class public, or remove the line.")
                : new BrokenPluginException("plugin.tools", $"{providers[0].Name} provides tools, and plugin.yaml doesn't say so.", "Add to plugin.yaml: provides: true");
        }

        var json = PluginJson.Create();
        foreach (var tool in providers.SelectMany(type => Read((IToolProvider)container.Create(type))))
        {
            Check(tool, manifest);
            yield return new ToolOffer(
                new ToolDefinition
                {
                    Name = ToolName.Parse($"{manifest.Name}.{tool.Name}"),
                    Description = tool.Description,
                    InputSchema = tool.InputSchema,
                    Origin = $"plugin {manifest.Name} {manifest.Version}",
                    Risk = tool.Risk == Risk.Low && !tool.ReadOnly ? Risk.Medium : tool.Risk,
                    ReadOnly = tool.ReadOnly,
                    Idempotent = tool.Idempotent,
                    ResultLabel = Careful,
                    Hosts = tool.Hosts,
                    Secrets = tool.Secrets,
                },
                async (invocation, cancellationToken) =>
                {
                    using var running = RunningCall.Enter(invocation);
                    try
                    {
                        return AnswerContent.Of(await tool.Run(invocation.Call.Arguments.Value, cancellationToken).ConfigureAwait(false), Careful, json);
                    }
                    catch (ToolRefusedException refused)
                    {
                        return refused.Reason;
                    }
                });
        }
    }

    private static IReadOnlyList<ProvidedTool> Read(IToolProvider provider)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            return provider.ToolsAsync(late.Token).AsTask().WaitAsync(late.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new BrokenPluginException("plugin.tools", $"{provider.GetType().Name} didn't tell its tools in {Patience.TotalSeconds} s.", "Read them from what is at hand.");
        }
        catch (ToolRefusedException refused)
        {
            throw new BrokenPluginException(refused.Reason.Rule, refused.Reason.Message, refused.Reason.Remedy);
        }
    }

    private static void Check(ProvidedTool tool, PluginManifest manifest)
    {
        if (!char.IsAsciiLetterLower(tool.Name.FirstOrDefault()) || !tool.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            || !ToolName.TryParse($"{manifest.Name}.{tool.Name}", out _))
        {
            throw new BrokenPluginException("plugin.tools", "A provided tool has no proper name.", "Use lower-case letters, digits and '_', beginning with a letter, short enough for plugin.name.");
        }

        if (tool.Hosts.FirstOrDefault(host => !manifest.Reach.Hosts.Contains(host)) is { } host)
        {
            throw new BrokenPluginException("plugin.hosts", $"The tool '{tool.Name}' reaches {host}, which is not declared.", $"If it should, add in harombe.yaml: plugins: {{ {manifest.Name}: {{ hosts: [{host}] }} }}");
        }

        if (tool.Secrets.Any(secret => !manifest.Reach.Secrets.Contains(secret)))
        {
            var secret = tool.Secrets.First(one => !manifest.Reach.Secrets.Contains(one));
            throw new BrokenPluginException("plugin.secrets", $"The tool '{tool.Name}' needs {secret}, which is not declared.", $"If it should, add in harombe.yaml: plugins: {{ {manifest.Name}: {{ secrets: [{secret}] }} }}");
        }
    }
}
