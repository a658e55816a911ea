using System.Text.Json;
using Harombe.Core.Calls;

namespace Harombe.Core.Conversations;

/// <summary>What was chosen for one turn when it began. Kept with it, since a turn may go on after a restart. Immutable.</summary>
public sealed record TurnChoice
{
    /// <summary>Nothing was chosen: the agent and the model that configuration sets.</summary>
    public static TurnChoice Default { get; } = new();

    /// <summary>The name of the agent; null for the one without a name.</summary>
    public string? Agent { get; init; }

    /// <summary>The name of the model; null for the agent's.</summary>
    public string? Model { get; init; }

    /// <summary>Nobody sits in front of it: its questions wait as deferred ones.</summary>
    public bool Deferred { get; init; }

    /// <summary>The turns that it was delegated by, the outermost first. What it spends, they spend.</summary>
    public IReadOnlyList<TurnAncestor> Ancestors { get; init; } = [];

    /// <summary>What a face of its own asked for beyond that, in that face's form; null when nothing.</summary>
    public JsonElement? Request { get; init; }
}

/// <summary>A turn that delegated to another.</summary>
/// <param name="Session">Its conversation.</param>
/// <param name="Turn">The turn.</param>
/// <param name="Agent">Its agent; null for the one without a name.</param>
public sealed record TurnAncestor(SessionId Session, TurnId Turn, string? Agent);
