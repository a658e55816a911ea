using Harombe.Core.Calls;

namespace Harombe.Agent.Budgets;

/// <summary>Says which budget is spent and how to raise it.</summary>
internal static class BudgetReasons
{
    public static Reason Spent(string scope, string item, long limit, string? agent) => new(
        $"budget.{item.Split('.')[0]}",
        $"{Of(scope, agent)} has spent its budget of {Words(item)}: {SpentItem.Shown(item, limit)}.",
        $"Raise {Key(scope, item, agent)} in harombe.yaml{(scope is BudgetScope.Turn ? ", or send another message to go on" : scope is BudgetScope.Session ? ", or begin a new conversation" : ", or wait until midnight UTC")}.");

    /// <summary>The same call again and again.</summary>
    public static Reason Loop(string tool, int times) => new(
        "budget.repeats", $"The model called '{tool}' {times} times with the same arguments and got the same result each time.", "Say what it should do differently, or raise budgets.repeats in harombe.yaml.");

    /// <summary>One call with more arguments than any tool takes.</summary>
    public static Reason Arguments(string tool, long limit) => new(
        "budget.arguments", $"The model called '{tool}' with more than {limit} bytes of arguments; that answer is not kept.", "Raise limits.arguments in harombe.yaml if such calls are wanted, or send the next message to go on.");

    /// <summary>A budget of cost that can't be kept.</summary>
    public static Reason NoPrice(string model) => new(
        "budget.price", $"There is a budget of cost, but no price of '{model}'.", "Add it below prices in harombe.yaml, or choose a model that has one.");

    private static string Of(string scope, string? agent) => scope switch
    {
        BudgetScope.Turn => agent is null ? "The turn" : $"The turn of the agent '{agent}'",
        BudgetScope.Session => "The conversation",
        BudgetScope.Principal => "The principal",
        _ => "The host",
    };

    private static string Words(string item) => item switch
    {
        SpentItem.Steps => "model answers",
        SpentItem.Time => "time",
        SpentItem.Tokens => "tokens",
        SpentItem.Cost => "cost",
        SpentItem.Calls => "tool calls",
        _ => $"calls of '{item[(item.IndexOf('.', StringComparison.Ordinal) + 1)..]}'",
    };

    private static string Key(string scope, string item, string? agent) =>
        scope == BudgetScope.Turn && agent is not null ? $"agents.{agent}.budget.{item} (or budgets.turn.{item})"
        : scope == BudgetScope.Turn && item == SpentItem.Steps ? "agent.max_steps"
        : $"budgets.{scope}.{item}";
}
