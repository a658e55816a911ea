using System.Collections.Frozen;
using System.Globalization;
using Harombe.Policy.Provenance.Text;
using Harombe.Policy.Rules.Clauses;
using YamlDotNet.RepresentationModel;

namespace Harombe.Policy.Rules.Reading;

/// <summary>Reads the clauses over arguments.</summary>
internal static class ArgumentForm
{
    private static readonly string[] Tests = ["equals", "in", "matches", "within", "host", "min", "max", "from"];

    public static IEnumerable<Clause> Read(YamlNode node, string file, List<PolicyFault> faults)
    {
        if (node is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            faults.Add(new PolicyFault(new RulePlace(file, (int)node.Start.Line), "'arguments' is not a list", "Write each as an item: - path: $.to"));
            yield break;
        }

        foreach (var item in list.Children)
        {
            var keys = new YamlKeys(item, file, faults, "The argument", ["path", .. Tests]);
            if (!ArgumentPath.TryParse(keys.Text("path") ?? "", out var path))
            {
                keys.Fault("path", "This is no path to an argument", "Write one such as $.to, $.items[0].price or $.to[*]");
                continue;
            }

            var before = faults.Count;
            var clauses = Clauses(keys, path).ToList();
            if (clauses.Count == 0 && faults.Count == before)
            {
                keys.Fault("path", $"Nothing is said of {path}", "Add one of: " + string.Join(", ", Tests));
            }

            foreach (var clause in clauses)
            {
                yield return clause;
            }
        }
    }

    private static IEnumerable<Clause> Clauses(YamlKeys keys, ArgumentPath path)
    {
        if (keys.Has("equals") || keys.Has("in"))
        {
            var texts = keys.Texts("equals").Concat(keys.Texts("in")).ToList();
            yield return new ArgumentClause(path, new OneOfTest(
                texts.ToFrozenSet(StringComparer.Ordinal),
                [.. texts.Select(text => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : (decimal?)null).OfType<decimal>()]));
        }

        if (keys.Text("matches") is { } expression && Expression(keys, expression) is { } matches)
        {
            yield return new ArgumentClause(path, matches);
        }

        if (keys.Text("within") is { } folder)
        {
            if (folder.Split('/').Contains("..") || folder.Contains('\\', StringComparison.Ordinal))
            {
                keys.Fault("within", "A folder with '..' or a backslash lies nowhere", "Write it from the root down");
            }
            else
            {
                yield return new ArgumentClause(path, new WithinTest(folder));
            }
        }

        if (keys.Has("host"))
        {
            yield return new ArgumentClause(path, new HostTest([.. keys.Texts("host").Select(host => Fold.Plain(host).TrimEnd('.'))]));
        }

        if (keys.Has("min") || keys.Has("max"))
        {
            yield return new ArgumentClause(path, new RangeTest(keys.Number("min") ?? decimal.MinValue, keys.Number("max") ?? decimal.MaxValue));
        }

        if (keys.Text("from") is { } from)
        {
            if (from != "untrusted")
            {
                keys.Fault("from", $"'{from}' is no origin", "Write from: untrusted");
            }

            yield return new OriginClause(path);
        }
    }

    private static ExpressionTest? Expression(YamlKeys keys, string expression)
    {
        try
        {
            return expression.Length <= 1024
                ? new ExpressionTest(expression)
                : RuleForm.Fault<ExpressionTest?>(keys, "matches", $"{expression[..16]}…", "an expression of at most 1,024 characters", null);
        }
        catch (ArgumentException e)
        {
            keys.Fault("matches", $"This expression can't be matched in linear time: {e.Message.TrimEnd('.')}", "Do without look-around, back references and atomic groups");
            return null;
        }
    }
}
