using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harombe.Host.Commands.Agents;

/// <summary>A model that can be chosen, as the host tells of it.</summary>
internal sealed record ChosenModel(
    string Name, bool IsDefault, string Provider, string Id, string? Place, IReadOnlyList<string> Fallback, bool Streams, decimal? InputPrice, decimal? OutputPrice);

/// <summary>The agents, and what they do by the clock.</summary>
internal sealed record KnownAgents(IReadOnlyList<KnownAgent> Agents, IReadOnlyList<KnownSchedule> Schedules);

internal sealed record KnownAgent(string Name, string Model, string Tools);

internal sealed record KnownSchedule(string Name, string Cron, string Zone, string? Agent, DateTimeOffset? Next);

/// <summary>What was spent today of one thing, and what may be.</summary>
internal sealed record SpentBudget(string Scope, string Item, string Spent, string? Limit);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<ChosenModel>))]
[JsonSerializable(typeof(KnownAgents))]
[JsonSerializable(typeof(IReadOnlyList<SpentBudget>))]
internal sealed partial class AgentForms : JsonSerializerContext;
