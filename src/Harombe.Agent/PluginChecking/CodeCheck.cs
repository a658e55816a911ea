using System.Security.Cryptography;
using Harombe.Agent.PluginLoading;
using Harombe.Core.Calls;

namespace Harombe.Agent.PluginChecking;

/// <summary>
/// Reads the code of a plugin before any of it is loaded, and refuses what goes around the host: by rule, with the member that does it and the line that
/// would allow it.
/// </summary>
internal static class CodeCheck
{
    private const int Shown = 5;

    // Names of documents and formats that look like addresses and are never dialed.
    private static readonly HashSet<string> NeverDialed = new(StringComparer.OrdinalIgnoreCase) { "www.w3.org", "json-schema.org", "schemas.microsoft.com", "schemas.xmlsoap.org" };

    /// <exception cref="BrokenPluginException">Some code is against a rule.</exception>
    public static void Run(PluginImage image, PluginManifest manifest)
    {
        if (!image.Files.ContainsKey(manifest.Assembly))
        {
            throw new BrokenPluginException(
                "plugin.assembly", $"There is no {manifest.Assembly} beside plugin.yaml.", "Build the plugin, or name its file with 'assembly:'.");
        }

        // A copy of a contract is never loaded: the host's own is.
        var findings = image.Assemblies.Where(assembly => !AssemblyNames.IsShared(Path.GetFileNameWithoutExtension(assembly.Key)))
            .SelectMany(assembly => Findings(image, assembly.Key, assembly.Value, manifest)).Distinct().ToList();
        if (findings.Count == 0)
        {
            return;
        }

        var worst = findings[0];
        var others = findings.Skip(1).Take(Shown - 1).Select(finding => $"{finding.Message} [rule {finding.Rule}]").ToList();
        throw new BrokenPluginException(
            worst.Rule,
            string.Join(' ', [worst.Message, .. others, .. findings.Count > Shown ? [$"There are {findings.Count - Shown} more."] : Array.Empty<string>()]),
            string.Join(' ', findings.Take(Shown).Select(finding => finding.Remedy).Distinct()));
    }

    private static IEnumerable<Reason> Findings(PluginImage image, string file, byte[] bytes, PluginManifest manifest)
    {
        var isLibrary = file != manifest.Assembly;
        if (isLibrary && manifest.Libraries.TryGetValue(file, out var pinned))
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return pinned == hash ? [] :
                [new Reason("code.library", $"{file} is not the file that plugin.yaml vouches for.", $"Look at what changed; then write in plugin.yaml: libraries: {{ {file}: {hash} }}")];
        }

        try
        {
            using var code = new AssemblyCode(bytes);
            if (NameFault(code, image, file, isLibrary) is { } fault)
            {
                return [fault];
            }

            return [.. Findings(code, file, manifest).Select(finding => isLibrary ? Library(finding, file, bytes) : finding).DistinctBy(finding => finding.Message)];
        }
        catch (BadImageFormatException)
        {
            return [new Reason("plugin.assembly", $"{file} is not a .NET assembly that can be read.", "Build it for this version of .NET.")];
        }
    }

    private static IEnumerable<Reason> Findings(AssemblyCode code, string file, PluginManifest manifest)
    {
        if (code.Native is { } native)
        {
            yield return new Reason(CodeRules.Native.Name, $"{file}: {native}.", CodeRules.Native.Remedy);
        }

        var seen = new HashSet<(string, string)>();
        foreach (var use in code.Uses())
        {
            if (use.Text is { } text)
            {
                if (HostOf(text) is { } host && !manifest.Reach.Covers(host))
                {
                    yield return new Reason(
                        "code.hosts", $"{use.In} names the host {host}, which plugin.yaml doesn't declare.", $"Add to plugin.yaml: hosts: [{string.Join(", ", manifest.Reach.Hosts.Append(host))}]");
                }
            }
            else if (CodeRules.Against(use) is { } rule && !(rule == CodeRules.Files && manifest.Reach.Paths.Contains(ManifestReading.Anywhere)) && seen.Add((use.Type, rule.Name)))
            {
                yield return new Reason(rule.Name, $"{use.In} uses {use}: it {rule.What}.", rule.Remedy);
            }
        }
    }

    private static Reason? NameFault(AssemblyCode code, PluginImage image, string file, bool isLibrary)
    {
        if (AssemblyNames.IsFriend(code.Name))
        {
            return new Reason("plugin.assembly", $"{file} is called {code.Name}, which would open the inside of the guard to it.", "Give the assembly a name of its own.");
        }

        if (isLibrary && code.Name + ".dll" != file)
        {
            return new Reason("plugin.assembly", $"{file} is called {code.Name} inside.", "Give a library's file the name of its assembly.");
        }

        return code.References.FirstOrDefault(needed => !AssemblyNames.IsShared(needed) && !AssemblyNames.IsPrivate(needed, image) && !AssemblyNames.IsFramework(needed)) is { } stranger
            ? new Reason("plugin.reference", $"{file} references {stranger.Name}, which plugins aren't given.", "Reference Harombe.Core only, and put other libraries into the plugin's folder.")
            : null;
    }

    private static string? HostOf(string text) =>
        text.Length is > 8 and < 2048 && (text.StartsWith("http", StringComparison.OrdinalIgnoreCase) || text.StartsWith("ws", StringComparison.OrdinalIgnoreCase))
        && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "ws" or "wss" && uri.IdnHost.Length > 0 && !NeverDialed.Contains(uri.IdnHost)
            ? uri.IdnHost.ToLowerInvariant()
            : null;

    private static Reason Library(Reason finding, string file, byte[] bytes) => finding with
    {
        Message = $"{file}: {finding.Message}",
        Remedy = $"{finding.Remedy} If you have looked at the library and trust it as it is, add to plugin.yaml: libraries: {{ {file}: {Convert.ToHexStringLower(SHA256.HashData(bytes))} }}",
    };
}
