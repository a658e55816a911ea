namespace Harombe.Core.Calls;

/// <summary>SHA-256 of canonical arguments, in lower-case hex.</summary>
public readonly record struct ArgumentsHash(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
