namespace Harombe.Core.Schemas;

/// <summary>
/// Bounds of compiling and validating. Schemas and instances both come from outside, so each bound turns a way to exhaust the host into a refusal.
/// </summary>
public sealed record SchemaLimits
{
    /// <summary>Deepest nesting of JSON containers in a schema document. Nesting beyond it rejects the schema.</summary>
    public int MaxSchemaDepth { get; init; } = 96;

    /// <summary>Most subschemas over all documents that a schema brings in.</summary>
    public int MaxSubschemas { get; init; } = 5_000;

    /// <summary>Deepest nesting of JSON containers in an instance. Nesting beyond it is a violation, whatever the schema says.</summary>
    public int MaxInstanceDepth { get; init; } = 64;

    /// <summary>Most schema evaluations that may be open at once on one path; what stops a <c>$dynamicRef</c> that leads back to itself.</summary>
    public int MaxEvaluationDepth { get; init; } = 512;

    /// <summary>
    /// Steps (a subschema visited, a property compared, 64 characters matched) that one validation may take before it is given up as invalid.
    /// </summary>
    public int MaxWork { get; init; } = 1_000_000;

    /// <summary>Violations after which validation stops collecting more.</summary>
    public int MaxViolations { get; init; } = 8;

    /// <summary>Largest automaton that a pattern may unroll to, counted in atoms times repetitions.</summary>
    public int MaxPatternSize { get; init; } = 10_000;

    /// <summary>
    /// Backstop for one match of one pattern. Matching is linear in the text; this bounds the factor that a hostile pattern can choose.
    /// </summary>
    public TimeSpan PatternTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Most significant digits of a number that is divided exactly for <c>multipleOf</c>.</summary>
    public int MaxDividedDigits { get; init; } = 2_000;
}
