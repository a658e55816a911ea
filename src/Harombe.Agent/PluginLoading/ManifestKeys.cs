using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Harombe.Agent.PluginLoading;

/// <summary>The keys of one mapping in plugin.yaml. A key that nobody knows is a fault: it is a safety setting with a typing error.</summary>
internal sealed class ManifestKeys
{
    private readonly Dictionary<string, YamlNode> values = new(StringComparer.Ordinal);
    private readonly string where;

    public ManifestKeys(YamlMappingNode mapping, string where, params string[] known)
    {
        this.where = where;
        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (known.Length > 0 && !known.Contains(name))
            {
                throw YamlText.Broken(
                    $"has the unknown key '{where}{name}' at line {YamlText.Line(key.Start)}", $"The keys here are: {string.Join(", ", known)}.");
            }

            values.Add(name, value);
        }
    }

    public IEnumerable<string> Names => values.Keys;

    public string Text(string key) => OptionalText(key)
        ?? throw YamlText.Broken($"has no '{where}{key}'", $"Add the key '{key}'.");

    public string? OptionalText(string key) => values.GetValueOrDefault(key) switch
    {
        null => null,
        YamlScalarNode { Value.Length: > 0 } scalar => scalar.Value,
        var other => throw Wrong(key, other, "a text"),
    };

    public bool Flag(string key) => values.GetValueOrDefault(key) switch
    {
        null => false, // not read-only, not idempotent: the careful answer to both
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" } => true,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" } => false,
        var other => throw Wrong(key, other, "true or false"),
    };

    public ImmutableArray<string>? OptionalList(string key) => values.GetValueOrDefault(key) switch
    {
        null => null,
        YamlSequenceNode list => [.. list.Children.Select(item =>
            item is YamlScalarNode { Value.Length: > 0 } text ? text.Value : throw Wrong(key, item, "a list of texts"))],
        var other => throw Wrong(key, other, "a list"),
    };

    public YamlMappingNode? OptionalMapping(string key) => values.ContainsKey(key) ? Mapping(key) : null;

    public IReadOnlyList<YamlNode>? OptionalItems(string key) => values.GetValueOrDefault(key) switch
    {
        null => null,
        YamlSequenceNode list => [.. list.Children],
        var other => throw Wrong(key, other, "a list"),
    };

    public YamlMappingNode Mapping(string key) => values.GetValueOrDefault(key) switch
    {
        YamlMappingNode mapping => mapping,
        null => throw YamlText.Broken($"has no '{where}{key}'", $"Add the key '{key}'."),
        var other => throw Wrong(key, other, "a mapping"),
    };

    public BrokenPluginException Wrong(string key, string expected, string remedy) =>
        YamlText.Broken($"says '{where}{key}' at line {YamlText.Line(values[key].Start)}, which is not {expected}", remedy);

    private BrokenPluginException Wrong(string key, YamlNode node, string expected) =>
        YamlText.Broken($"says '{where}{key}' at line {YamlText.Line(node.Start)}, which is not {expected}", $"Give {expected}.");
}
