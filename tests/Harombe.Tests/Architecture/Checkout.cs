using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Harombe.Tests.Architecture;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    public static IEnumerable<string> Projects(string folder) => Directory.Exists(Path.Combine(Root, folder))
        ? Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories).Where(IsSource)
        : [];

    public static IEnumerable<string> Sources(params string[] folders) => folders
        .Select(folder => Path.Combine(Root, folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(IsSource);

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>What a project references at compile time; a reference for the order of the build alone is none.</summary>
    public static IReadOnlyList<string> References(string project) => [.. XDocument.Load(project).Descendants("ProjectReference")
        .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
        .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')))];

    public static IReadOnlyList<XElement> Packages(string project) => [.. XDocument.Load(project).Descendants("PackageReference")];

    private static bool IsSource(string path) => !Relative(path).Split('/').Any(part => part is "bin" or "obj" or "node_modules");

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
