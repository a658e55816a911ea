using System.Collections.Immutable;
using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration;

/// <summary>The keys of agents with names of their own, and of what they do by the clock.</summary>
internal static class AgentKeys
{
    public static readonly ConfigurationKey Prompt = new("agents.*.prompt", new TextKind(65_536), null, "What the agent of this name is told before every conversation.");
    public static readonly ConfigurationKey Model = new("agents.*.model", new ModelKind(), null, "The model that answers as this agent.");
    public static readonly ConfigurationKey Tools = new("agents.*.tools[]", new ListKind(new ToolGlobKind()), null, "The tools it may use, of those that its principal may.");
    public static readonly ConfigurationKey Delegates = new("agents.*.delegates[]", new ListKind(new AgentNameKind()), null, "The agents that it may delegate to; all of them unless set.");
    public static readonly ConfigurationKey MaxDepth = new("agent.max_depth", new IntegerKind(0, 10), "3", "How many agents deep a task may be delegated; 0 switches delegation off.");

    public static readonly ConfigurationKey Cron = new("schedules.*.cron", new TextKind(200), null, "When the task of this name runs: minute, hour, day, month, weekday.");
    public static readonly ConfigurationKey Zone = new("schedules.*.zone", new TextKind(100), null, "The time zone that those are in, such as Europe/Zurich; UTC unless set.");
    public static readonly ConfigurationKey Agent = new("schedules.*.agent", new AgentNameKind(), null, "The agent that does it; the one without a name unless set.");
    public static readonly ConfigurationKey Message = new("schedules.*.message", new TextKind(65_536), null, "What it is told.");
    public static readonly ConfigurationKey Missed = new(
        "schedules.*.missed", new ChoiceKind("skip", "once"), null, "What becomes of times at which the host was down: skip leaves them out, once makes up for all of them with one run. skip unless set.");

    /// <summary>All of them, in the order of the documentation.</summary>
    public static readonly ImmutableArray<ConfigurationKey> All =
        [MaxDepth, Prompt, Model, Tools, Delegates, .. BudgetKeys.OfAgent.All, Cron, Zone, Agent, Message, Missed];
}
