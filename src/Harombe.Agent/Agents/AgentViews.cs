using System.Text.Json;
using System.Text.Json.Serialization;
using Harombe.Agent.Budgets;
using Harombe.Agent.Schedules;
using Harombe.Core.Principals;

namespace Harombe.Agent.Agents;

/// <summary>A model that can be chosen.</summary>
internal sealed record ModelView(string Name, bool IsDefault, string Provider, string Id, string? Place, IReadOnlyList<string> Fallback, bool Streams, decimal? InputPrice, decimal? OutputPrice);

/// <summary>The agents, and what they do by the clock.</summary>
internal sealed record AgentsView(IReadOnlyList<AgentView> Agents, IReadOnlyList<ScheduleView> Schedules);

internal sealed record AgentView(string Name, string Model, string Tools);

internal sealed record ScheduleView(string Name, string Cron, string Zone, string? Agent, DateTimeOffset? Next);

/// <summary>What was spent today of one thing, and what may be.</summary>
internal sealed record BudgetView(string Scope, string Item, string Spent, string? Limit);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<ModelView>))]
[JsonSerializable(typeof(AgentsView))]
[JsonSerializable(typeof(IReadOnlyList<BudgetView>))]
internal sealed partial class AgentJson : JsonSerializerContext;

/// <summary>What there is to choose, and what was spent, for those who look.</summary>
internal sealed class AgentViews(LanguageModels.LanguageModels models, NamedAgents agents, Prices prices, BudgetBook book, AgentOptions options, TimeProvider clock)
{
    private static readonly string[] Items = [SpentItem.Steps, SpentItem.Time, SpentItem.Tokens, SpentItem.Cost, SpentItem.Calls];

    public IReadOnlyList<ModelView> Models() =>
    [
        .. models.Names().Select(models.Find).OfType<ModelSettings>().Select(model => new ModelView(
            model.Name, model.Name == options.Model, model.Provider, model.Id, model.BaseUrl?.ToString(), model.Fallback, model.Streams, prices.Of(model)?.Input, prices.Of(model)?.Output)),
    ];

    public AgentsView Agents() => new(
        [.. agents.Names.Select(name => options.Agents[name]).Select(agent => new AgentView(agent.Name, agent.Model ?? options.Model, agent.Tools is { } tools ? string.Join(", ", tools) : "*"))],
        [.. options.Schedules.Select(schedule => new ScheduleView(schedule.Name, schedule.Cron, schedule.Zone, schedule.Agent, ScheduleTimes.Next(schedule, clock.GetUtcNow())))]);

    /// <summary>What the principal and all together have spent today; without a principal, all together.</summary>
    public async ValueTask<IReadOnlyList<BudgetView>> BudgetsAsync(Principal? principal, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        BudgetScope[] scopes = principal is null ? [BudgetScope.OfDay(now)] : [BudgetScope.OfPrincipal(principal.Id, now), BudgetScope.OfDay(now)];
        var views = new List<BudgetView>();
        foreach (var scope in scopes)
        {
            var spent = await book.SpentAsync(scope, cancellationToken).ConfigureAwait(false);
            var limits = options.Budgets.GetValueOrDefault(scope.Kind) ?? BudgetLimits.None;
            views.AddRange(Items.Concat(limits.Tools.Keys.Select(SpentItem.Of)).Select(item => new BudgetView(
                scope.Kind, item, SpentItem.Shown(item, spent.GetValueOrDefault(item)), SpentItem.LimitOf(limits, item) is { } limit ? SpentItem.Shown(item, limit) : null)));
        }

        return views;
    }
}
