namespace Harombe.Policy.Rules.Clauses;

/// <summary>One condition of a rule. Immutable; matching takes time linear in what it looks at, whatever the pattern.</summary>
internal abstract class Clause
{
    /// <summary>Smaller is cheaper, and is asked first.</summary>
    public virtual int Cost => 1;

    public abstract bool Matches(CallFacts facts);

    /// <summary>The condition in words, for explaining.</summary>
    public abstract override string ToString();
}
