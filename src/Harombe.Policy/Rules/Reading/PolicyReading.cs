using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Harombe.Policy.Rules.Reading;

/// <summary>Reads policy files: every fault of every file, each with its line. Bounded in size and depth; anchors, aliases and tags are refused.</summary>
internal static class PolicyReading
{
    public const int MaxBytes = 1024 * 1024;
    private const int MaxDepth = 12;
    private const int MaxRules = 10_000;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The rules of one file.</summary>
    public static IReadOnlyList<Rule> Read(string file, byte[] content, List<PolicyFault> faults) =>
        Parsed(file, content, faults, root => Rules(new YamlKeys(root, file, faults, "The file", "rules", "tests"), file, faults));

    /// <summary>The rules below <c>policy.rules</c> in a configuration file. Nothing else in it is looked at, or counts.</summary>
    public static IReadOnlyList<Rule> ReadInline(string file, byte[] content, List<PolicyFault> faults) => Parsed(file, content, faults, root =>
        Below(root, "policy") is YamlMappingNode policy && Below(policy, "rules") is { } list
            ? Rules(new YamlKeys(new YamlMappingNode(new YamlScalarNode("rules"), list), file, faults, "policy", "rules"), file, faults) : []);

    private static YamlNode? Below(YamlNode node, string key) => node is YamlMappingNode map ? map.Children.FirstOrDefault(child => child.Key is YamlScalarNode { Value: var name } && name == key).Value : null;

    private static List<Rule> Parsed(string file, byte[] content, List<PolicyFault> faults, Func<YamlNode, List<Rule>> read)
    {
        if (content.Length > MaxBytes)
        {
            faults.Add(new PolicyFault(new RulePlace(file, 1), $"The file is larger than {MaxBytes} bytes", "Split it into several"));
            return [];
        }

        try
        {
            var text = Utf8.GetString(content);
            if (!Vet(file, text, faults))
            {
                return [];
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 0 ? [] : read(stream.Documents[0].RootNode);
        }
        catch (DecoderFallbackException)
        {
            faults.Add(new PolicyFault(new RulePlace(file, 1), "The file is not UTF-8", "Save it as UTF-8"));
        }
        catch (YamlException e)
        {
            faults.Add(new PolicyFault(new RulePlace(file, (int)e.Start.Line), $"This is not valid YAML: {e.Message.TrimEnd('.')}", "Correct the line"));
        }

        return [];
    }

    private static List<Rule> Rules(YamlKeys keys, string file, List<PolicyFault> faults)
    {
        if (!keys.Has("rules"))
        {
            return [];
        }

        if (keys.Node("rules") is not YamlSequenceNode list || list.Children.Count > MaxRules)
        {
            keys.Fault("rules", "'rules' is not a list", "Write each rule as an item: - name: …");
            return [];
        }

        var rules = new List<Rule>();
        foreach (var node in list.Children)
        {
            var before = faults.Count;
            if (RuleForm.Read(node, file, faults) is { } rule && faults.Count == before)
            {
                rules.Add(rule);
            }
        }

        return rules;
    }

    // Before the document is built: building recurses, and an alias can make a small file a huge document.
    private static bool Vet(string file, string text, List<PolicyFault> faults)
    {
        var parser = new Parser(new StringReader(text));
        var (depth, documents) = (0, 0);
        while (parser.MoveNext())
        {
            depth += parser.Current?.NestingIncrease ?? 0;
            documents += parser.Current is DocumentStart ? 1 : 0;
            var what = depth > MaxDepth + 2 ? $"The file is nested deeper than {MaxDepth} levels"
                : documents > 1 ? "The file holds more than one document"
                : parser.Current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false } or NodeEvent { Tag.IsEmpty: false } ? "Anchors, aliases and tags are not read here"
                : null;
            if (what is not null)
            {
                faults.Add(new PolicyFault(new RulePlace(file, (int)parser.Current!.Start.Line), what, "Write it out, flat")); // not null: it has just been read
                return false;
            }
        }

        return true;
    }
}
