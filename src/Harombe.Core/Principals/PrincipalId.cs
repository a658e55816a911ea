namespace Harombe.Core.Principals;

/// <summary>Names who is asking, answering or configuring, for example <c>owner</c> or <c>ide</c>. Stable for the life of the principal.</summary>
public readonly record struct PrincipalId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
