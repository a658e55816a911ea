using System.Globalization;
using System.Reflection;
using System.Text;

namespace Harombe.Host.Commands.Plugins;

/// <summary>The files of <c>dotnet new harombe-plugin</c>, which travel inside the host, with a plugin's own names in them.</summary>
internal static class PluginTemplate
{
    private const string Prefix = "template/";

    /// <summary>Paths and contents, with <c>/</c> between folders.</summary>
    /// <param name="name">The plugin's name, lower-case with dashes.</param>
    public static IEnumerable<(string Path, string Content)> Files(string name)
    {
        var identifier = string.Concat(name.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8); // not null: the name was listed
            yield return (Named(resource[Prefix.Length..].Replace('\\', '/'), identifier, name), Named(reader.ReadToEnd(), identifier, name));
        }
    }

    /// <summary>A nuget.config by which the project finds the packages that came with this host, beside the usual sources.</summary>
    public static string Sources(string packages) => string.Create(CultureInfo.InvariantCulture, $"""
        <?xml version="1.0" encoding="utf-8"?>
        <configuration>
          <packageSources>
            <add key="harombe" value="{System.Security.SecurityElement.Escape(packages)}" />
          </packageSources>
        </configuration>

        """);

    // An identifier and a name are the same word in one case: "Plugin1" is replaced first.
    private static string Named(string text, string identifier, string name) =>
        text.Replace("Plugin1", identifier, StringComparison.Ordinal).Replace("plugin1", name, StringComparison.Ordinal);
}
