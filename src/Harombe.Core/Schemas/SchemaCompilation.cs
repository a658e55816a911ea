namespace Harombe.Core.Schemas;

/// <summary>
/// The outcome of <see cref="JsonSchema.Compile(System.Text.Json.JsonElement, SchemaLimits?)"/>: either a schema that can be checked in full,
/// or the reason why it can't. A schema of which a part would be ignored is never compiled.
/// </summary>
public abstract record SchemaCompilation
{
    private SchemaCompilation()
    {
    }

    /// <summary>Every keyword of the schema is understood and will be checked.</summary>
    /// <param name="Schema">The compiled schema; safe to share between threads.</param>
    public sealed record Compiled(JsonSchema Schema) : SchemaCompilation;

    /// <summary>The schema must not be used.</summary>
    /// <param name="Reason">A sentence that names the keyword and the remedy where there is one.</param>
    /// <param name="SchemaPointer">RFC 6901 pointer into the schema; prefixed by the document's URI when it isn't the compiled document
    /// itself.</param>
    public sealed record Rejected(string Reason, string SchemaPointer) : SchemaCompilation;
}
