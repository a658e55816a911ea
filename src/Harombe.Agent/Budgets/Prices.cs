using Harombe.Core.Calls;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.Budgets;

/// <summary>What answers cost, from the table that the operator keeps. Pure.</summary>
internal sealed class Prices(AgentOptions options)
{
    /// <summary>Whether anything limits the cost.</summary>
    private bool Matters => options.Budgets.Values.Any(limits => limits.Cost is not null) || options.Agents.Values.Any(agent => agent.Budget?.Cost is not null);

    /// <summary>Why a model must not be asked: a budget of cost can't be kept without its price. Null when it may.</summary>
    public Reason? Refuse(ModelSettings model) => Matters && !IsFree(model) && Of(model) is null ? BudgetReasons.NoPrice(model.Name) : null;

    /// <summary>The cost of an answer, in millionths of the currency's unit; 0 where no price is known.</summary>
    public long CostOf(ModelSettings model, UsageDetails usage)
    {
        if (Of(model) is not { } price)
        {
            return 0;
        }

        var cached = usage.CachedInputTokenCount ?? 0;
        // Prices are per million tokens, costs are kept in millionths: the two cancel out.
        return (long)decimal.Ceiling(
            (Math.Max(0, (usage.InputTokenCount ?? 0) - cached) * price.Input) + (cached * (price.Cached ?? price.Input)) + ((usage.OutputTokenCount ?? 0) * price.Output));
    }

    /// <summary>The price of a model, under its own name or the one its provider gives it.</summary>
    public ModelPrice? Of(ModelSettings model) =>
        options.Prices.GetValueOrDefault(model.Name) ?? options.Prices.GetValueOrDefault($"{model.Provider}/{model.Id}") ?? options.Prices.GetValueOrDefault(model.Id);

    // What runs on this machine costs nothing that we could count.
    private static bool IsFree(ModelSettings model) => model.BaseUrl is null || model.BaseUrl.IsLoopback;
}
