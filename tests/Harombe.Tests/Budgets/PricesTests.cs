using Harombe.Agent;
using Harombe.Agent.Budgets;
using Microsoft.Extensions.AI;

namespace Harombe.Tests.Budgets;

/// <summary>What an answer costs by the operator's table, and when a model without a price must not be asked.</summary>
public sealed class PricesTests
{
    private static readonly ModelSettings Cloud = new() { Name = "fast", Provider = "openai", Id = "gpt-5-mini", BaseUrl = new Uri("https://api.openai.com/v1") };

    [Theory]
    [InlineData("fast")]
    [InlineData("openai/gpt-5-mini")]
    [InlineData("gpt-5-mini")]
    public void A_price_is_found_by_our_name_or_the_providers(string name) => Assert.NotNull(new Prices(Priced(name)).Of(Cloud));

    [Theory]
    [InlineData(1_000_000, 0, 0, 250_000)]
    [InlineData(0, 1_000_000, 0, 2_000_000)]
    [InlineData(1_000_000, 0, 1_000_000, 25_000)] // all of it from the cache
    [InlineData(1, 0, 0, 1)] // a fraction counts as one: many small answers must not be free
    [InlineData(0, 0, 0, 0)]
    public void Cost_is_in_millionths(long input, long output, long cached, long expected) => Assert.Equal(
        expected, new Prices(Priced("fast")).CostOf(Cloud, new UsageDetails { InputTokenCount = input, OutputTokenCount = output, CachedInputTokenCount = cached }));

    [Fact]
    public void With_a_budget_of_cost_a_model_without_a_price_is_not_asked()
    {
        var options = new AgentOptions { Budgets = { ["day"] = new BudgetLimits { Cost = 1 } } };

        Assert.Equal("budget.price", new Prices(options).Refuse(Cloud)?.Rule);
        Assert.Null(new Prices(options).Refuse(Cloud with { BaseUrl = new Uri("http://127.0.0.1:11434") }));
        Assert.Null(new Prices(new AgentOptions()).Refuse(Cloud));
    }

    private static AgentOptions Priced(string name) => new() { Prices = { [name] = new ModelPrice(0.25m, 2, 0.025m) } };
}
