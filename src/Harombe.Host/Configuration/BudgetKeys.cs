using System.Collections.Immutable;
using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration;

/// <summary>The keys of what may be spent, and of what things cost.</summary>
internal static class BudgetKeys
{
    /// <summary>What spending counts towards, and how the documentation says it.</summary>
    public static readonly ImmutableArray<(string Name, string Words)> Scopes =
        [("turn", "in one turn"), ("session", "in one conversation"), ("principal", "by one principal in a day (UTC)"), ("day", "by all together in a day (UTC)")];

    public static readonly ConfigurationKey Repeats = new(
        "budgets.repeats", new IntegerKind(2, 1000), "4", "How often a turn may make the same call and get the same result; then it is a loop and ends.");
    public static readonly ConfigurationKey PriceInput = new("prices.*.input", new AmountKind(), null, "What a million tokens cost that go into the model of this name.");
    public static readonly ConfigurationKey PriceOutput = new("prices.*.output", new AmountKind(), null, "What a million tokens cost that come out of it.");
    public static readonly ConfigurationKey PriceCached = new("prices.*.cached", new AmountKind(), null, "What a million tokens cost that it reads from its cache; as any others unless set.");

    /// <summary>The keys of one scope.</summary>
    public static readonly ImmutableDictionary<string, LimitKeys> Of = Scopes.ToImmutableDictionary(scope => scope.Name, scope => new LimitKeys(
        scope.Name == "turn" ? null : new($"budgets.{scope.Name}.steps", new IntegerKind(1, int.MaxValue), null, $"How many model answers may be had {scope.Words}."),
        new($"budgets.{scope.Name}.time", Duration(), scope.Name == "turn" ? "15m" : null, $"How long models and tools may be at work {scope.Words}; people's time does not count."),
        new($"budgets.{scope.Name}.tokens", new IntegerKind(1, int.MaxValue), scope.Name == "turn" ? "1000000" : null, $"How many tokens may be used {scope.Words}, in and out."),
        new($"budgets.{scope.Name}.cost", new AmountKind(), null, $"What may be spent {scope.Words}, by the table of prices."),
        new($"budgets.{scope.Name}.calls", new IntegerKind(1, int.MaxValue), scope.Name == "turn" ? "100" : null, $"How many tools may be called {scope.Words}."),
        new($"budgets.{scope.Name}.tools.*", new IntegerKind(0, int.MaxValue), null, $"How often the tool of this name may be called {scope.Words}.")));

    /// <summary>The keys of an agent's own turns.</summary>
    public static readonly LimitKeys OfAgent = new(
        new("agents.*.budget.steps", new IntegerKind(1, 10_000), null, "How many model answers one turn of the agent may take."),
        new("agents.*.budget.time", Duration(), null, "How long models and tools may be at work in one of its turns."),
        new("agents.*.budget.tokens", new IntegerKind(1, int.MaxValue), null, "How many tokens one of its turns may use."),
        new("agents.*.budget.cost", new AmountKind(), null, "What one of its turns may cost."),
        new("agents.*.budget.calls", new IntegerKind(1, int.MaxValue), null, "How many tools one of its turns may call."),
        null);

    /// <summary>All of them, in the order of the documentation.</summary>
    public static readonly ImmutableArray<ConfigurationKey> All =
        [.. Scopes.SelectMany(scope => Of[scope.Name].All), Repeats, PriceInput, PriceOutput, PriceCached];

    private static DurationKind Duration() => new(TimeSpan.FromSeconds(1), TimeSpan.FromDays(30));
}

/// <summary>The keys of one set of limits.</summary>
internal sealed record LimitKeys(ConfigurationKey? Steps, ConfigurationKey Time, ConfigurationKey Tokens, ConfigurationKey Cost, ConfigurationKey Calls, ConfigurationKey? Tools)
{
    public IEnumerable<ConfigurationKey> All => new[] { Steps, Time, Tokens, Cost, Calls, Tools }.OfType<ConfigurationKey>();
}
