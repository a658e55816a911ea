namespace Harombe.Policy.Rules.Clauses;

/// <summary>One condition of a rule. Immutable; matching takes time linear in what it looks at, whatever the pattern.</summary>
internal abstract class Clause
{
    /// <summary>Smaller is cheaper, and is asked first.</summary>
    public virtual int Cost => 1;

    /// <summary>Two clauses of equal shape hold for the same calls. Null where that can't be told.</summary>
    public virtual object? Shape => null;

    /// <summary>Clauses of equal family can be asked all at once by <see cref="Any"/>. Null where that is not worth it.</summary>
    public virtual object? Family => null;

    public abstract bool Matches(CallFacts facts);

    /// <summary>A clause that holds wherever one of these, all of this one's family, does. It may hold elsewhere too. Null where there is none that is cheaper.</summary>
    public virtual Clause? Any(IReadOnlyList<Clause> clauses) => null;

    /// <summary>The condition in words, for explaining.</summary>
    public abstract override string ToString();
}
