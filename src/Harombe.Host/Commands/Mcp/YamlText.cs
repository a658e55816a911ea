using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Harombe.Host.Commands.Mcp;

/// <summary>YAML as JSON, every scalar as a text. Bounded: an alias of an alias of an alias is not written out without end.</summary>
internal static class YamlText
{
    private const int MostNodes = 200_000;
    private const int Deepest = 40;

    /// <summary>The document; null when it is none, or too large.</summary>
    public static JsonNode? Parse(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var left = MostNodes;
            return stream.Documents.Count == 1 ? Of(stream.Documents[0].RootNode, ref left, Deepest) : null;
        }
        catch (Exception e) when (e is YamlException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static JsonNode? Of(YamlNode node, ref int left, int depth)
    {
        if (--left < 0 || depth == 0)
        {
            throw new FormatException("It is too large.");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                var form = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                {
                    form[(key as YamlScalarNode)?.Value ?? throw new FormatException("A key is no text.")] = Of(value, ref left, depth - 1);
                }

                return form;
            case YamlSequenceNode sequence:
                var items = new JsonArray();
                foreach (var item in sequence.Children)
                {
                    items.Add(Of(item, ref left, depth - 1));
                }

                return items;
            default:
                return JsonValue.Create((node as YamlScalarNode)?.Value ?? "");
        }
    }
}
