using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Labels;
using Harombe.Core.Tools;

namespace Harombe.Agent.Agents;

/// <summary>
/// Delegation as a tool like any other: in the catalogue, behind the guard, in the record. It changes nothing itself; whatever the other agent does is
/// guarded call by call. Only there when there are agents to delegate to.
/// </summary>
internal sealed class DelegationTools : IToolSource
{
    private static readonly Label Written = new(Integrity.Outside, Confidentiality.Private);

    /// <param name="options">Which agents there are.</param>
    /// <param name="delegation">Found when it is needed: the loop that it runs is built on the catalogue that holds this tool.</param>
    public DelegationTools(AgentOptions options, Func<Delegation> delegation) =>
        Offers = options.Agents.Count == 0 || options.MaxDepth == 0 ? [] : [new ToolOffer(Definition(options), (invocation, cancellationToken) => delegation().AskAsync(invocation.Call, cancellationToken))];

    public string Name => "agents";

    public IReadOnlyList<ToolOffer> Offers { get; }

    private static ToolDefinition Definition(AgentOptions options) => new()
    {
        Name = ToolName.Parse("agents.ask"),
        Description = "Gives a task to another agent and returns what it says. It knows nothing but the task. With collect, collects what came of a task that had to wait for a person.",
        InputSchema = JsonSerializer.SerializeToElement(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["agent"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. options.Agents.Keys.Order(StringComparer.Ordinal).Select(name => (JsonNode)name)]) },
                ["task"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = options.MaxMessage },
                ["collect"] = new JsonObject { ["type"] = "string" },
            },
            ["required"] = new JsonArray("agent", "task"),
            ["additionalProperties"] = false,
        }),
        Origin = "agents",
        Risk = Risk.Low,
        ReadOnly = true,
        ResultLabel = Written,
    };
}
