using System.Collections.Immutable;

namespace Harombe.Agent;

/// <summary>An agent with a name of its own. Immutable.</summary>
public sealed record AgentSettings
{
    /// <summary>What people and other agents call it.</summary>
    public required string Name { get; init; }

    /// <summary>What its conversations begin with; null for the prompt of all agents.</summary>
    public string? Prompt { get; init; }

    /// <summary>The model that answers; null for the model of all agents.</summary>
    public string? Model { get; init; }

    /// <summary>The tools it may use, as name globs, of those that its principal may; null for all of them.</summary>
    public ImmutableArray<string>? Tools { get; init; }
}
