using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Principals;
using Harombe.Core.Tools;

namespace Harombe.Agent.Agents;

/// <summary>Who answers a turn: the agent that was chosen for it, with what it is told and what it may use.</summary>
internal sealed class NamedAgents(AgentOptions options, ToolCatalog catalog)
{
    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Names => [.. options.Agents.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether an agent is called so; the one without a name is always there.</summary>
    public bool Has(string? name) => name is null || options.Agents.ContainsKey(name);

    /// <summary>Why nobody is called so.</summary>
    public Reason Unknown(string name) => new(
        "agent.unknown", $"There is no agent '{name}'.", Names.Count == 0 ? "Name it below agents in harombe.yaml, or leave it out." : $"Use one of: {string.Join(", ", Names)}; or leave it out.");

    /// <summary>What the agent's conversations begin with.</summary>
    public string PromptOf(Turn turn) => Of(turn)?.Prompt ?? options.SystemPrompt;

    /// <summary>The model that answers: the one chosen for the turn, the agent's, or the one for all.</summary>
    public string ModelOf(TurnChoice choice) => choice.Model ?? Of(choice.Agent)?.Model ?? options.Model;

    /// <summary>
    /// The principal with the agent's tools only. An agent that configuration no longer knows has none: its turn may go on after a restart, but not with
    /// more than it had.
    /// </summary>
    public Principal Narrowed(Principal principal, Turn turn) => turn.Choice.Agent is not { } name
        ? principal
        : principal with { Tools = ToolScope.Of(Visible(principal, Of(name)).Select(tool => tool.Value)) };

    private IEnumerable<ToolName> Visible(Principal principal, AgentSettings? agent)
    {
        var own = agent is null ? ToolScope.Nothing : agent.Tools is { } globs ? ToolScope.Of(globs) : ToolScope.Everything;
        return catalog.Current.VisibleTo(principal).Select(tool => tool.Definition.Name).Where(own.Covers);
    }

    private AgentSettings? Of(Turn turn) => Of(turn.Choice.Agent);

    private AgentSettings? Of(string? name) => name is null ? null : options.Agents.GetValueOrDefault(name);
}
