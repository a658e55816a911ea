using System.Collections.Immutable;

namespace Harombe.Core.Schemas;

/// <summary>What validation found: valid, or the first few violations. A verdict without violations is only ever <see cref="Valid"/>.</summary>
public sealed class SchemaVerdict
{
    private SchemaVerdict(bool isValid, ImmutableArray<SchemaViolation> violations)
    {
        IsValid = isValid;
        Violations = violations;
    }

    /// <summary>The one verdict of every valid instance, so that saying yes allocates nothing.</summary>
    public static SchemaVerdict Valid { get; } = new(true, []);

    /// <summary>True only when every keyword was checked and held.</summary>
    public bool IsValid { get; }

    /// <summary>The first violations in document order; empty exactly when the instance is valid.</summary>
    public ImmutableArray<SchemaViolation> Violations { get; }

    /// <summary>All sentences, for a message to a person or a model. Holds no value of the instance, only its shape.</summary>
    public override string ToString() => IsValid ? "valid" : string.Join("; ", Violations.Select(violation => violation.Sentence));

    internal static SchemaVerdict Invalid(ImmutableArray<SchemaViolation> violations)
    {
        if (violations.IsDefaultOrEmpty)
            throw new ArgumentException("An invalid verdict states at least one violation.", nameof(violations));
        return new SchemaVerdict(false, violations);
    }
}
