using System.Collections.Immutable;
using Harombe.Agent;

namespace Harombe.Host.Configuration;

/// <summary>What may be spent, by scope, and what models cost.</summary>
internal sealed record BudgetConfiguration(ImmutableDictionary<string, BudgetLimits> Limits, int Repeats, ImmutableDictionary<string, ModelPrice> Prices)
{
    public static BudgetConfiguration From(EffectiveConfiguration effective) => new(
        BudgetKeys.Scopes.ToImmutableDictionary(scope => scope.Name, scope => Of(effective, BudgetKeys.Of[scope.Name])),
        effective.Value<int>(BudgetKeys.Repeats),
        effective.NamesIn("prices").ToImmutableDictionary(name => name, name => new ModelPrice(
            effective.Value<decimal?>(BudgetKeys.PriceInput, name) ?? 0,
            effective.Value<decimal?>(BudgetKeys.PriceOutput, name) ?? 0,
            effective.Value<decimal?>(BudgetKeys.PriceCached, name))));

    /// <summary>The limits that such keys set for one name, or as they are when their paths have none.</summary>
    public static BudgetLimits Of(EffectiveConfiguration effective, LimitKeys keys, string name = "") => new()
    {
        Steps = keys.Steps is { } steps ? effective.Value<int?>(steps, name) : null,
        Time = effective.Value<TimeSpan?>(keys.Time, name),
        Tokens = effective.Value<int?>(keys.Tokens, name),
        Cost = effective.Value<decimal?>(keys.Cost, name),
        Calls = effective.Value<int?>(keys.Calls, name),
        Tools = keys.Tools is { } tools
            ? effective.Under(tools).ToImmutableDictionary(setting => setting.At!.Value.Segments[^1], setting => (long)(int)setting.Value) // not null: the key has names
            : ImmutableDictionary<string, long>.Empty,
    };
}
