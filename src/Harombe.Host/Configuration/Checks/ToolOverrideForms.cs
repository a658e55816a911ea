using System.Text.Json;

namespace Harombe.Host.Configuration.Checks;

/// <summary>What <c>plugins.tools</c> says of a tool is a risk, a time for which results are given again, or both.</summary>
internal sealed class ToolOverrideForms : IConfigurationCheck
{
    public IReadOnlyList<ConfigurationKey> Keys { get; } = [ConfigurationKeys.PluginsTools];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        if (effective.Tree(ConfigurationKeys.PluginsTools) is not { } tree)
        {
            yield break;
        }

        foreach (var tool in tree.Value.EnumerateObject())
        {
            if (tool.Value.ValueKind != JsonValueKind.Object || !tool.Value.EnumerateObject().Any())
            {
                yield return Fault(tree, tool.Name, "", "says nothing of the tool", "Write { risk: high }, { cache: 5m } or both");
                continue;
            }

            foreach (var word in tool.Value.EnumerateObject())
            {
                if (word.Name is not ("risk" or "cache"))
                {
                    yield return Fault(tree, tool.Name, word.Name, "is not a known key", "The keys here are risk and cache");
                }
                else if (!PluginsConfiguration.IsWord(word))
                {
                    yield return word.Name == "risk"
                        ? Fault(tree, tool.Name, word.Name, "is not a risk", "Use low, medium, high or critical")
                        : Fault(tree, tool.Name, word.Name, "is not a time", "Use one such as 30s, 5m or 1h, at most 24h; 0s for never");
                }
            }
        }
    }

    private static ConfigurationFault Fault(SettingsTree tree, string tool, string word, string reason, string remedy)
    {
        var path = word.Length == 0 ? $"$.{tool}" : $"$.{tool}.{word}";
        return new ConfigurationFault(FaultKind.WrongType, tree.Places[path], $"plugins.tools{path[1..]}", reason, remedy);
    }
}
