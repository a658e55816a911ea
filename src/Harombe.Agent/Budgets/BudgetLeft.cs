using Harombe.Core.Calls;

namespace Harombe.Agent.Budgets;

/// <summary>What one answer of a model may take, with the reason that holds when it takes more. Null is without a limit.</summary>
internal sealed record BudgetLeft(Reason? Spent, TimeSpan? Time, Reason? TimeSpent, long? Tokens, Reason? TokensSpent)
{
    /// <summary>This, where another budget leaves so much of an item: the smallest counts, and the first that is spent.</summary>
    public BudgetLeft With(string item, long remains, Reason reason)
    {
        var left = remains <= 0 && Spent is null ? this with { Spent = reason } : this;
        return item switch
        {
            SpentItem.Time when left.Time is null || remains < left.Time.Value.TotalMilliseconds => left with { Time = TimeSpan.FromMilliseconds(remains), TimeSpent = reason },
            SpentItem.Tokens when left.Tokens is null || remains < left.Tokens => left with { Tokens = remains, TokensSpent = reason },
            _ => left,
        };
    }
}

/// <summary>A model took more than it was given, while it was still speaking.</summary>
internal sealed class BudgetSpentException(Reason reason) : Exception(reason.Message)
{
    /// <summary>Which budget, and how to raise it.</summary>
    public Reason Reason { get; } = reason;
}
