using System.Collections.Immutable;

namespace Harombe.Agent;

/// <summary>What may be spent. Null is without a limit. Immutable.</summary>
public sealed record BudgetLimits
{
    /// <summary>No limit on anything.</summary>
    public static BudgetLimits None { get; } = new();

    /// <summary>Answers of models.</summary>
    public long? Steps { get; init; }

    /// <summary>Time at work: models and tools, not people.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Tokens, in and out.</summary>
    public long? Tokens { get; init; }

    /// <summary>Cost, in the currency of the price table.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Tool calls.</summary>
    public long? Calls { get; init; }

    /// <summary>Calls of single tools, by name.</summary>
    public ImmutableDictionary<string, long> Tools { get; init; } = ImmutableDictionary<string, long>.Empty;
}

/// <summary>What a model costs, each per million tokens, in whatever currency all prices are in.</summary>
public sealed record ModelPrice(decimal Input, decimal Output, decimal? Cached);
