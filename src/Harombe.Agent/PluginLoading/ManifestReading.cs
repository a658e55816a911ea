using System.Collections.Immutable;
using Harombe.Core.Egress;
using Harombe.Core.Labels;
using Harombe.Core.Tools;
using YamlDotNet.RepresentationModel;

namespace Harombe.Agent.PluginLoading;

/// <summary>Reads plugin.yaml strictly.</summary>
internal static class ManifestReading
{
    public const string FileName = "plugin.yaml";

    /// <summary>The declaration of a plugin that touches files by itself, with all the rights of the host.</summary>
    public const string Anywhere = "anywhere";

    private static readonly string[] KnownPaths = ["workspace", "store", Anywhere];

    /// <exception cref="BrokenPluginException">It doesn't say all that it must, or says something that nobody knows.</exception>
    public static PluginManifest Read(byte[] file)
    {
        var root = YamlText.Read(file);
        var keys = new ManifestKeys(root, "", "name", "version", "description", "assembly", "hosts", "secrets", "paths", "libraries", "provides", "tools");
        var name = keys.Text("name");
        if (name.Length > 32 || !char.IsAsciiLetterLower(name[0]) || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            // No '_': on the wire a tool is plugin_function, and the seam must stay visible.
            throw keys.Wrong("name", "a plugin's name", "Use 1 to 32 lower-case letters, digits and '-', beginning with a letter.");
        }

        var reach = ReachOf(keys, null);
        var provides = keys.Flag("provides");
        var tools = ToolsOf(provides ? keys.OptionalMapping("tools") : keys.Mapping("tools"), name, reach);
        return tools.FirstOrDefault(tool => tool.Value.DryRun is { } dryRun && tools.GetValueOrDefault(dryRun) is not { ReadOnly: true }) is { Key: { } wrong }
            ? throw YamlText.Broken($"gives tools.{wrong} a dry_run that is no tool of its own with read_only: true", "Name one, or remove it.")
            : new PluginManifest(name, VersionOf(keys), DescriptionOf(keys), AssemblyOf(keys, name), reach, LibrariesOf(keys), tools, provides);
    }

    private static ImmutableSortedDictionary<string, ToolManifest> ToolsOf(YamlMappingNode? tools, string plugin, PluginReach reach) =>
        (tools?.Children.AsEnumerable() ?? []).ToImmutableSortedDictionary(
            tool => ToolNameOf(plugin, tool.Key.ToString()),
            tool => tool.Value is YamlMappingNode mapping
                ? ToolOf(new ManifestKeys(mapping, $"tools.{tool.Key}.", "risk", "read_only", "idempotent", "cache", "result", "hosts", "secrets", "paths", "dry_run"), reach)
                : throw YamlText.Broken($"says nothing of the tool '{tool.Key}'", "Give at least its risk and result."),
            StringComparer.Ordinal);

    private static string VersionOf(ManifestKeys keys)
    {
        var version = keys.Text("version");
        return version.Length <= 64 && Version.TryParse(version.Split('-', 2)[0], out var number) && number is { Build: >= 0, Revision: < 0 }
            && version.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')
            ? version
            : throw keys.Wrong("version", "a version", "Use one such as 1.2.3 or 1.2.3-beta.1.");
    }

    private static string DescriptionOf(ManifestKeys keys)
    {
        var description = keys.Text("description").Trim();
        return description.Length is > 0 and <= 500 && !description.Any(char.IsControl)
            ? description
            : throw keys.Wrong("description", "a description of one line", "Say in at most 500 characters what the plugin is for.");
    }

    private static string AssemblyOf(ManifestKeys keys, string name)
    {
        var assembly = keys.OptionalText("assembly");
        return assembly is null ? name + ".dll"
            : assembly.EndsWith(".dll", StringComparison.Ordinal) && assembly.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
                && assembly[0] != '.' ? assembly
            : throw keys.Wrong("assembly", "the name of a .dll in the plugin's own folder", "Name the file without any folder.");
    }

    private static ImmutableSortedDictionary<string, string> LibrariesOf(ManifestKeys keys)
    {
        if (keys.OptionalMapping("libraries") is not { } mapping)
        {
            return ImmutableSortedDictionary<string, string>.Empty;
        }

        var libraries = new ManifestKeys(mapping, "libraries.");
        return libraries.Names.ToImmutableSortedDictionary(
            name => name,
            name => libraries.Text(name) is { Length: 64 } hash && hash.All(char.IsAsciiHexDigitLower)
                ? hash
                : throw libraries.Wrong(name, "a SHA-256", "Write the 64 lower-case hex digits of the library's SHA-256."),
            StringComparer.Ordinal);
    }

    private static string ToolNameOf(string plugin, string function) =>
        char.IsAsciiLetterLower(function.FirstOrDefault()) && function.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
        && ToolName.TryParse($"{plugin}.{function}", out _)
            ? function
            : throw YamlText.Broken(
                $"names a tool '{function}', which is not a tool's name", "Use lower-case letters, digits and '_', beginning with a letter.");

    private static ToolManifest ToolOf(ManifestKeys keys, PluginReach plugin)
    {
        var risk = keys.Text("risk") switch
        {
            "low" => Risk.Low,
            "medium" => Risk.Medium,
            "high" => Risk.High,
            "critical" => Risk.Critical,
            _ => throw keys.Wrong("risk", "a risk", "Use low, medium, high or critical."),
        };
        var readOnly = keys.Flag("read_only");
        var (idempotent, cache) = (keys.Flag("idempotent"), CacheOf(keys));
        Require(keys, "cache", cache == TimeSpan.Zero || (readOnly && idempotent), "possible for a tool that isn't read_only and idempotent", "Say both, or remove it.");
        return risk == Risk.Low && !readOnly
            ? throw keys.Wrong("risk", "true of a tool that changes something", "Say read_only: true, or a higher risk.")
            : new ToolManifest(risk, readOnly, idempotent, cache, LabelOf(keys), ReachOf(keys, plugin), keys.OptionalText("dry_run"));
    }

    private static TimeSpan CacheOf(ManifestKeys keys) =>
        keys.OptionalText("cache") is not { } text ? TimeSpan.Zero
        : CacheTime.TryParse(text, out var time) ? time
        : throw keys.Wrong("cache", "a time", $"Use one such as 30s, 5m or 1h, at most {CacheTime.Longest.TotalHours} h.");

    private static Label LabelOf(ManifestKeys keys)
    {
        // What a person typed and what a client sent are labelled by the faces; a tool can't claim to be either.
        Integrity? integrity = null;
        Confidentiality? confidentiality = null;
        if (keys.Text("result").Split('/') is [var first, var second])
        {
            integrity = first switch { "outside" => Integrity.Outside, "own" => Integrity.Own, _ => null };
            confidentiality = second switch
            {
                "secret" => Confidentiality.Secret,
                "private" => Confidentiality.Private,
                "public" => Confidentiality.Public,
                _ => null,
            };
        }

        return integrity is { } i && confidentiality is { } c
            ? new Label(i, c)
            : throw keys.Wrong("result", "a label of results", "Use outside or own, '/', and public, private or secret: outside/public.");
    }

    // A tool reaches what its plugin does unless it says less. It can't say more.
    private static PluginReach ReachOf(ManifestKeys keys, PluginReach? plugin)
    {
        var hosts = keys.OptionalList("hosts") ?? plugin?.Hosts ?? [];
        var (secrets, revealed) = DeclaredSecrets.Read(keys) ?? (plugin?.Secrets ?? [], plugin?.Revealed ?? []);
        var paths = keys.OptionalList("paths") ?? plugin?.Paths ?? [];
        Require(keys, "hosts", hosts.All(host => HostDeclaration.TryParse(host, out _)), "a list of host names", "Use names such as api.example.com or *.example.com; for this machine, localhost with its port.");
        Require(keys, "paths", paths.All(KnownPaths.Contains), "a list of known folders", "Use workspace, or store for a folder of the plugin's own; or anywhere, for a plugin that touches files by itself.");
        if (plugin is not null)
        {
            Require(keys, "hosts", hosts.All(plugin.Hosts.Contains), "among the plugin's own hosts", "Declare the host for the plugin first.");
            Require(keys, "secrets", secrets.All(plugin.Secrets.Contains), "among the plugin's own secrets", "Declare it for the plugin first.");
            Require(keys, "secrets", revealed.All(plugin.Revealed.Contains), "among what the plugin itself reveals", "Say reveal: true of it for the plugin first.");
            Require(keys, "paths", paths.All(plugin.Paths.Contains), "among the plugin's own paths", "Declare it for the plugin first.");
        }

        return new PluginReach(hosts, secrets, revealed, paths);
    }

    private static void Require(ManifestKeys keys, string key, bool holds, string expected, string remedy)
    {
        if (!holds)
        {
            throw keys.Wrong(key, expected, remedy);
        }
    }
}
