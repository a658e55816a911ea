namespace Harombe.Agent.Budgets;

/// <summary>The names of what is counted.</summary>
internal static class SpentItem
{
    public const string Steps = "steps";
    public const string Time = "time";
    public const string Tokens = "tokens";
    public const string Cost = "cost";
    public const string Calls = "calls";

    private const string Tool = "tools.";

    /// <summary>Calls of one tool.</summary>
    public static string Of(string tool) => Tool + tool;

    /// <summary>The most that may be spent of it; null without a limit.</summary>
    public static long? LimitOf(BudgetLimits limits, string item) => item switch
    {
        Steps => limits.Steps,
        Time => (long?)limits.Time?.TotalMilliseconds,
        Tokens => limits.Tokens,
        Cost => limits.Cost is { } cost ? (long)(cost * Millionths) : null,
        Calls => limits.Calls,
        _ when item.StartsWith(Tool, StringComparison.Ordinal) => limits.Tools.TryGetValue(item[Tool.Length..], out var most) ? most : null,
        _ => throw new ArgumentOutOfRangeException(nameof(item), item, "Nothing is counted under this name."),
    };

    /// <summary>An amount as people read it.</summary>
    public static string Shown(string item, long amount) => item switch
    {
        Time => FormattableString.Invariant($"{TimeSpan.FromMilliseconds(amount).TotalSeconds:0.#} s"),
        Cost => FormattableString.Invariant($"{amount / (decimal)Millionths:0.####}"),
        _ => FormattableString.Invariant($"{amount}"),
    };

    public const long Millionths = 1_000_000;
}
