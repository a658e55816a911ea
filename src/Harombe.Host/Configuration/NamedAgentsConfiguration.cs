using System.Collections.Immutable;
using Harombe.Agent;

namespace Harombe.Host.Configuration;

/// <summary>The agents with names of their own, and what they do by the clock.</summary>
internal sealed record NamedAgentsConfiguration(int MaxDepth, ImmutableArray<AgentSettings> Agents, ImmutableArray<ScheduleSettings> Schedules)
{
    public static NamedAgentsConfiguration From(EffectiveConfiguration effective) => new(
        effective.Value<int>(AgentKeys.MaxDepth),
        [.. effective.NamesIn("agents").Select(name => AgentOf(effective, name))],
        [.. effective.NamesIn("schedules").Select(name => ScheduleOf(effective, name))]);

    private static AgentSettings AgentOf(EffectiveConfiguration effective, string name) => new()
    {
        Name = name,
        Prompt = effective.Value<string>(AgentKeys.Prompt, name),
        Model = effective.Value<ModelName>(AgentKeys.Model, name)?.Text,
        Tools = Listed(effective, AgentKeys.Tools, name),
        Delegates = Listed(effective, AgentKeys.Delegates, name),
        Budget = BudgetConfiguration.Of(effective, BudgetKeys.OfAgent, name),
    };

    private static ScheduleSettings ScheduleOf(EffectiveConfiguration effective, string name) => new()
    {
        Name = name,
        Cron = effective.Value<string>(AgentKeys.Cron, name) ?? "", // there: ScheduleForms checks it
        Zone = effective.Value<string>(AgentKeys.Zone, name) ?? "UTC",
        Agent = effective.Value<string>(AgentKeys.Agent, name),
        Message = effective.Value<string>(AgentKeys.Message, name) ?? "", // there: ScheduleForms checks it
        CatchesUp = effective.Value<string>(AgentKeys.Missed, name) == "once",
    };

    private static ImmutableArray<string>? Listed(EffectiveConfiguration effective, ConfigurationKey key, string name) =>
        effective.Value<ImmutableArray<string>>(key, name) is { IsDefault: false } list ? list : null;
}
