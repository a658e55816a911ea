using System.Text.Json;

namespace Harombe.Core.Schemas.Compilation;

/// <summary>The 2020-12 metaschema, embedded. It checks the form of every schema before anything else reads it, by this very validator.</summary>
internal static class Metaschema2020
{
    private const string ResourcePrefix = "Harombe.Core.Schemas.Metaschema.";

    private static readonly Lazy<Dictionary<string, JsonElement>> Documents = new(LoadAll);

    private static readonly Lazy<JsonSchema> Schema = new(Compile);

    public static JsonSchema Compiled => Schema.Value;

    public static bool TryFind(Uri uri, out JsonElement document) => Documents.Value.TryGetValue(uri.AbsoluteUri, out document);

    private static JsonSchema Compile()
    {
        // Its own bound of depth, generous enough for any schema that MaxSchemaDepth could let through.
        var options = new SchemaOptions { Limits = new SchemaLimits { MaxInstanceDepth = 256, MaxEvaluationDepth = 1_024 } };
        return SchemaCompiler.Compile(Documents.Value[Dialect.Uri2020], options, metaschema: null) switch
        {
            SchemaCompilation.Compiled compiled => compiled.Schema,
            SchemaCompilation.Rejected rejected =>
                throw new InvalidOperationException($"The embedded metaschema is broken at {rejected.SchemaPointer}: {rejected.Reason}"),
            _ => throw new InvalidOperationException("Unknown outcome of a compilation."),
        };
    }

    private static Dictionary<string, JsonElement> LoadAll()
    {
        var assembly = typeof(Metaschema2020).Assembly;
        var documents = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"The resource {name} can't be opened.");
            using var document = JsonDocument.Parse(stream);
            var root = document.RootElement.Clone();
            documents.Add(root.GetProperty("$id").GetString() ?? "", root);
        }

        return documents;
    }
}
