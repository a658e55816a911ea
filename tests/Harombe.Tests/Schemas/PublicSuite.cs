using System.Text.Json;
using Harombe.Core.Schemas;

namespace Harombe.Tests.Schemas;

/// <summary>
/// The files of the public JSON-Schema-Test-Suite for draft 2020-12 (MIT, see suite/LICENSE), as they are. The documents that its references fetch
/// did not come with them: suite-documents.json holds ours, written to what the tests say about them.
/// </summary>
internal static class PublicSuite
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Schemas", "suite");

    private static readonly Lazy<IReadOnlyDictionary<Uri, JsonElement>> Documents = new(() =>
        Read(Path.Combine(Folder, "..", "suite-documents.json")).EnumerateObject().ToDictionary(entry => new Uri(entry.Name), entry => entry.Value));

    private static readonly Lazy<Dictionary<string, JsonElement[]>> Groups = new(() =>
        Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).ToDictionary(
            path => Path.GetFileNameWithoutExtension(path), path => Read(path).EnumerateArray().ToArray(), StringComparer.Ordinal));

    public static IEnumerable<(string File, int Index, JsonElement Group)> All =>
        Groups.Value.SelectMany(file => file.Value.Select((content, index) => (file.Key, index, content)));

    public static JsonElement Group(string file, int index) => Groups.Value[file][index];

    public static string Describe(JsonElement group) => group.GetProperty("description").GetString() ?? "";

    public static SchemaCompilation Compile(JsonElement group, UnknownKeywords unknown) =>
        JsonSchema.Compile(group.GetProperty("schema"), new SchemaOptions { UnknownKeywords = unknown, Documents = Documents.Value });

    private static JsonElement Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }
}
