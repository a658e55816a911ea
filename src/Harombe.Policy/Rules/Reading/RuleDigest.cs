using System.Security.Cryptography;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace Harombe.Policy.Rules.Reading;

/// <summary>
/// Hash of what a rule says, free of how it is laid out: the same keys and values give the same hash in whatever order the keys stand and wherever the rule does.
/// Comments don't count; a changed reason does, since it is shown to whoever answers.
/// </summary>
internal static class RuleDigest
{
    public static string Of(YamlNode node)
    {
        var form = new StringBuilder();
        Write(node, form);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(form.ToString())));
    }

    // Every text is preceded by its length, so that no two rules run together into one form. Depth is bounded by the reader.
    private static void Write(YamlNode node, StringBuilder form)
    {
        switch (node)
        {
            case YamlMappingNode map:
                form.Append('{').Append(map.Children.Count).Append(':');
                foreach (var (key, value) in map.Children.OrderBy(pair => (pair.Key as YamlScalarNode)?.Value, StringComparer.Ordinal))
                {
                    Write(key, form);
                    Write(value, form);
                }

                break;
            case YamlSequenceNode list:
                form.Append('[').Append(list.Children.Count).Append(':');
                foreach (var item in list.Children)
                {
                    Write(item, form);
                }

                break;
            case YamlScalarNode scalar:
                // A quoted "5" is a text, a plain one a number.
                form.Append(scalar.Style == YamlDotNet.Core.ScalarStyle.Plain ? 'p' : 'q').Append(scalar.Value?.Length ?? -1).Append(':').Append(scalar.Value);
                break;
        }
    }
}
