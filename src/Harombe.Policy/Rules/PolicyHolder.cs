namespace Harombe.Policy.Rules;

/// <summary>Holds the policy that is in force and swaps it whole. Thread-safe.</summary>
internal sealed class PolicyHolder(PolicySnapshot first)
{
    private volatile PolicySnapshot current = first;

    public PolicySnapshot Current => current;

    public void Swap(PolicySnapshot next) => current = next;
}
