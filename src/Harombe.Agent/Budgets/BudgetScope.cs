using System.Globalization;
using Harombe.Core.Conversations;
using Harombe.Core.Principals;

namespace Harombe.Agent.Budgets;

/// <summary>Something that spending counts towards: a turn, a conversation, a principal's day, everybody's day. Days are those of UTC.</summary>
/// <param name="Kind">As configuration names it.</param>
/// <param name="Owner">Which one.</param>
internal readonly record struct BudgetScope(string Kind, string Owner)
{
    public const string Turn = "turn";
    public const string Session = "session";
    public const string Principal = "principal";
    public const string Day = "day";

    /// <summary>All that a turn's spending counts towards. What was delegated is spent by those who delegated it as well.</summary>
    public static IReadOnlyList<BudgetScope> Of(Turn turn, DateTimeOffset now) =>
    [
        new(Turn, turn.Id.Value),
        new(Session, turn.Session.Value),
        .. turn.Choice.Ancestors.SelectMany(ancestor => new BudgetScope[] { new(Turn, ancestor.Turn.Value), new(Session, ancestor.Session.Value) }),
        OfPrincipal(turn.Principal, now),
        OfDay(now),
    ];

    public static BudgetScope OfPrincipal(PrincipalId principal, DateTimeOffset now) => new(Principal, $"{principal.Value}@{Date(now)}");

    public static BudgetScope OfDay(DateTimeOffset now) => new(Day, Date(now));

    private static string Date(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
