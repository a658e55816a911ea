namespace Harombe.Policy.Rules.Reading;

/// <summary>Something in a policy file that can't hold.</summary>
/// <param name="Place">The file and line.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Remedy">What to write instead.</param>
/// <param name="IsWarning">Whether the policy holds all the same, though surely not as meant.</param>
internal sealed record PolicyFault(RulePlace Place, string What, string Remedy, bool IsWarning = false)
{
    public override string ToString() => $"{Place}: {What}. {Remedy}";
}
