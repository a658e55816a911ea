using System.Text.Json;
using Harombe.HostTests.Chat;
using Harombe.HostTests.LanguageModels;

namespace Harombe.HostTests.Budgets;

/// <summary>Budgets over more than one turn: they hold over restarts, count what was delegated or broke off, and say how to raise them.</summary>
public sealed class BudgetTests
{
    [Theory]
    [InlineData("session", "budgets.session.tokens", false)]
    [InlineData("principal", "budgets.principal.tokens", true)]
    [InlineData("day", "budgets.day.tokens", true)]
    public async Task A_spent_budget_stays_spent_over_a_restart(string scope, string key, bool acrossSessions)
    {
        await using var host = await ChatHost.StartAsync(yaml: $"budgets: {{{scope}: {{tokens: 60}}}}");
        host.Script.Text("One.");
        host.Script.Text("Two.");

        var session = (await host.SayAsync("first")).Session;
        var second = await host.SayAsync("second", session);
        await host.RestartAsync();
        var third = await host.SayAsync("third", acrossSessions ? null : session);

        Assert.Equal("Two.", second.Message);
        Assert.Equal("budget.tokens", third.Error.Text("rule"));
        Assert.Contains(key, third.Error.Text("remedy"), StringComparison.Ordinal);
        Assert.Equal(2, host.Api.Requests.Count);
    }

    [Fact]
    public async Task A_new_conversation_has_a_budget_of_its_own()
    {
        await using var host = await ChatHost.StartAsync(yaml: "budgets: {session: {steps: 1}}");
        host.Script.Text("One.");
        host.Script.Text("Two.");

        await host.SayAsync("first");

        Assert.Equal("Two.", (await host.SayAsync("second")).Message);
    }

    [Fact]
    public async Task Cost_is_counted_by_the_operators_prices()
    {
        // 25 in and 15 out: 25 * 2 + 15 * 10 = 200 per million, so the second turn has more than half of it left and the third has none.
        await using var host = await ChatHost.StartAsync(endpoint: null, yaml: """
            budgets: {day: {cost: 0.0004}}
            prices: {"anthropic/claude-test": {input: 2, output: 10}}
            """);
        host.Script.Text("One.");
        host.Script.Text("Two.");

        await host.SayAsync("first");
        var second = await host.SayAsync("second");
        var third = await host.SayAsync("third");
        var spent = JsonElement.Parse(await host.Client.GetStringAsync("/budgets")).EnumerateArray().Single(row => row.GetProperty("scope").GetString() == "day" && row.GetProperty("item").GetString() == "cost");

        Assert.Equal("Two.", second.Message);
        Assert.Equal(("budget.cost", "budgets.day.cost"), (third.Error.Text("rule"), third.Error.Text("remedy").Split(' ')[1]));
        Assert.Equal(("0.0004", "0.0004"), (spent.GetProperty("spent").GetString(), spent.GetProperty("limit").GetString()));
    }

    [Fact]
    public async Task An_answer_that_broke_off_was_spent_as_well()
    {
        await using var server = await TableServer.StartAsync("openai");
        await using var host = await ChatHost.StartAsync(endpoint: server.Endpoint.Streaming(true), yaml: "budgets: {session: {steps: 1}}");
        host.Script.Add(new Harombe.Testing.Anthropic.ScriptedReply([new Harombe.Testing.Anthropic.ScriptedBlock.Text(["half of ", "it "])]) { End = Harombe.Testing.Anthropic.StreamEnd.Early });

        var session = (await host.SayAsync("first")).Session;

        Assert.Equal("budget.steps", (await host.SayAsync("second", session)).Error.Text("rule"));
    }
}
