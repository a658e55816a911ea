using System.Text.Json;

namespace Harombe.Core.Schemas.Evaluation;

/// <summary>One compiled keyword, or a few that only make sense together. Immutable; all state of a validation is in the run.</summary>
internal abstract class Keyword(string pointer)
{
    /// <summary>Where the keyword stands in its schema.</summary>
    public string Pointer { get; } = pointer;

    /// <summary>The subschemas that are applied to the same instance: a cycle through these never ends.</summary>
    public virtual IEnumerable<SchemaNode> InPlace => [];

    /// <summary>Runs after the others of its schema, because it asks what they evaluated.</summary>
    public virtual bool ReadsEvaluated => false;

    /// <param name="instance">The value to check; a kind of value that the keyword doesn't speak about passes.</param>
    /// <param name="run">The state of this validation.</param>
    /// <param name="seen">Where to note what was evaluated; null when nobody asks.</param>
    public abstract bool Check(JsonElement instance, ref Run run, Evaluated? seen);
}
