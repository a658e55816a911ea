using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Harombe.Policy.Rules.Reading;

/// <summary>Reads the keys of one mapping strictly: what nobody knows is a fault, because it is a safety setting with a typing error.</summary>
internal sealed class YamlKeys
{
    private readonly Dictionary<string, YamlNode> values = new(StringComparer.Ordinal);
    private readonly YamlNode mapping;
    private readonly string file;
    private readonly List<PolicyFault> faults;

    public YamlKeys(YamlNode node, string file, List<PolicyFault> faults, string what, params string[] known)
    {
        (mapping, this.file, this.faults) = (node, file, faults);
        if (node is not YamlMappingNode map)
        {
            Fault(node, $"{what} is not a mapping", $"Write keys below it: {string.Join(", ", known)}");
            return;
        }

        foreach (var (key, value) in map.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!known.Contains(name))
            {
                Fault(key, $"{what} has the unknown key '{name}'", $"The keys here are: {string.Join(", ", known)}");
            }

            values[name] = value;
        }
    }

    public IEnumerable<string> Names => values.Keys;

    public bool Has(string key) => values.ContainsKey(key);

    public YamlNode Node(string key) => values[key];

    public RulePlace Place => At(mapping);

    public RulePlace At(YamlNode node) => new(file, (int)node.Start.Line);

    public string? Text(string key) => !values.TryGetValue(key, out var node) ? null
        : node is YamlScalarNode { Value.Length: > 0 } scalar ? scalar.Value : Wrong<string>(node, key, "a text");

    public bool Flag(string key) => values.GetValueOrDefault(key) switch
    {
        null => false,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" } => true,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" } => false,
        var other => Wrong<string>(other, key, "true or false") is not null,
    };

    public decimal? Number(string key) => !values.TryGetValue(key, out var node) ? null
        : node is YamlScalarNode { Style: ScalarStyle.Plain } scalar && decimal.TryParse(scalar.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number : Wrong<object>(node, key, "a number") as decimal?;

    /// <summary>One text, or a list of them.</summary>
    public IReadOnlyList<string> Texts(string key) => values.GetValueOrDefault(key) switch
    {
        null => [],
        YamlScalarNode { Value.Length: > 0 } one => [one.Value],
        YamlSequenceNode { Children.Count: > 0 } list when list.Children.All(item => item is YamlScalarNode { Value.Length: > 0 }) => [.. list.Children.Select(item => ((YamlScalarNode)item).Value!)], // not null: not empty
        var other => Wrong<IReadOnlyList<string>>(other, key, "a text or a list of texts") ?? [],
    };

    public void Fault(YamlNode node, string what, string remedy) => faults.Add(new PolicyFault(At(node), what, remedy));

    public void Fault(string key, string what, string remedy) => Fault(values.GetValueOrDefault(key) ?? mapping, what, remedy);

    private T? Wrong<T>(YamlNode node, string key, string expected)
        where T : class
    {
        Fault(node, $"'{key}' is not {expected}", $"Give {expected}");
        return null;
    }
}
