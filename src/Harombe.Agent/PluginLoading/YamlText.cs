using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Harombe.Agent.PluginLoading;

/// <summary>Reads a small YAML file from somebody else's hands: no anchors, no tags, one document, bounded in size and depth.</summary>
internal static class YamlText
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public const int MaxBytes = 64 * 1024, MaxDepth = 8;

    /// <summary>The file's one mapping.</summary>
    /// <exception cref="BrokenPluginException">It is no such file.</exception>
    public static YamlMappingNode Read(byte[] file)
    {
        if (file.Length > MaxBytes)
        {
            throw Broken($"is larger than {MaxBytes} bytes", "Keep it short.");
        }

        try
        {
            using var reader = new StreamReader(new MemoryStream(file, writable: false), Utf8);
            var text = reader.ReadToEnd();
            Vet(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [{ RootNode: YamlMappingNode root }]
                ? root
                : throw Broken("is not one mapping of keys", "Write 'name: …' on its first line.");
        }
        catch (YamlException e)
        {
            throw Broken($"is not valid YAML at line {Line(e.Start)}: {e.Message}", "Correct the line.");
        }
        catch (DecoderFallbackException)
        {
            throw Broken("is not UTF-8", "Save it as UTF-8.");
        }
    }

    public static string Line(Mark at) => at.Line.ToString(CultureInfo.InvariantCulture);

    public static BrokenPluginException Broken(string what, string remedy) => new("plugin.manifest", $"plugin.yaml {what}.", remedy);

    // Before the document is built: building recurses, and an anchor can make a small file a huge document.
    private static void Vet(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current?.NestingIncrease ?? 0;
            if (depth > MaxDepth + 2) // the stream and the document count as levels
            {
                throw Broken($"is nested deeper than {MaxDepth} levels", "Write it flat.");
            }

            if (parser.Current is AnchorAlias || parser.Current is NodeEvent { Anchor.IsEmpty: false } or NodeEvent { Tag.IsEmpty: false })
            {
                throw Broken($"has an anchor, alias or tag at line {Line(parser.Current.Start)}", "Write the value out.");
            }
        }
    }
}
