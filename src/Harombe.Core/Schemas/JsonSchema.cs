using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas;

/// <summary>
/// A compiled JSON Schema, draft 2020-12. Compile once, validate often: instances are immutable and safe for any number of threads.
/// Never touches a network or a file; every bound of <see cref="SchemaLimits"/> ends in a refusal, never in an exception.
/// </summary>
public sealed class JsonSchema
{
    private readonly SchemaNode _root;
    private readonly SchemaLimits _limits;
    private readonly bool _tracksScope;

    internal JsonSchema(SchemaNode root, SchemaLimits limits, bool tracksScope)
    {
        _root = root;
        _limits = limits;
        _tracksScope = tracksScope;
    }

    /// <summary>Compiles a schema in which every keyword must be known. The element is copied; its document may be disposed.</summary>
    public static SchemaCompilation Compile(JsonElement schema, SchemaLimits? limits = null) =>
        Compile(schema, new SchemaOptions { Limits = limits ?? new SchemaLimits() });

    /// <summary>Compiles a schema with explicit choices about unknown keywords and further documents.</summary>
    public static SchemaCompilation Compile(JsonElement schema, SchemaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SchemaCompiler.Compile(schema, options, Metaschema2020.Compiled);
    }

    /// <summary>
    /// Checks one instance. A valid one costs no allocation unless the schema needs <c>unevaluated*</c>, <c>$dynamicRef</c>, patterns or large
    /// numbers.
    /// </summary>
    public SchemaVerdict Validate(JsonElement instance)
    {
        if (JsonText.FindFlaw(instance, _limits.MaxInstanceDepth) is { } flaw)
            return SchemaVerdict.Invalid([new SchemaViolation("", "", $"the value {flaw}")]);
        var run = new Run(_limits, _tracksScope);
        return _root.Check(instance, ref run, null) && !run.GaveUp ? SchemaVerdict.Valid : Explain(instance, run.Surrender);
    }

    // The first pass stops at the first failure and keeps no path. Only a refusal pays for the second, which tells where and why.
    private SchemaVerdict Explain(JsonElement instance, string? surrender)
    {
        var violations = new ViolationList(_limits.MaxViolations);
        var run = new Run(_limits, _tracksScope) { Violations = violations };
        _root.Check(instance, ref run, null);
        if (run.GaveUp)
            violations.AddLast(run.SurrenderedAt ?? "", "", run.Surrender ?? "could not be decided");
        else if (violations.IsEmpty)
            violations.AddLast("", "", surrender ?? "does not match the schema");
        return SchemaVerdict.Invalid(violations.ToImmutable());
    }
}
