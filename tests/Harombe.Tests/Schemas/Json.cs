using System.Text.Json;
using Harombe.Core.Schemas;

namespace Harombe.Tests.Schemas;

/// <summary>JSON text to elements and compiled schemas, for tests.</summary>
internal static class Json
{
    public static JsonElement Parse(string text, int maxDepth = 64)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = maxDepth });
        return document.RootElement.Clone();
    }

    public static JsonSchema Schema(string text, SchemaLimits? limits = null) =>
        JsonSchema.Compile(Parse(text, 4_096), limits) switch
        {
            SchemaCompilation.Compiled compiled => compiled.Schema,
            SchemaCompilation.Rejected rejected => throw new InvalidOperationException($"{rejected.SchemaPointer}: {rejected.Reason}"),
            _ => throw new InvalidOperationException("Unknown outcome."),
        };

    public static SchemaCompilation.Rejected Rejection(string text, SchemaLimits? limits = null) =>
        Assert.IsType<SchemaCompilation.Rejected>(JsonSchema.Compile(Parse(text, 4_096), limits));

    public static string Nest(int depth) => new string('[', depth) + new string(']', depth);
}
