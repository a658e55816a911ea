using System.Data.Common;
using Harombe.Core.State;

namespace Harombe.Agent.Budgets;

/// <summary>The table <c>spent</c>.</summary>
internal static class SpentRows
{
    public static void Add(DbConnection connection, BudgetScope scope, string item, long amount) => connection.Execute(
        """
        INSERT INTO spent (scope, owner, item, amount) VALUES (@scope, @owner, @item, @amount)
        ON CONFLICT (scope, owner, item) DO UPDATE SET amount = spent.amount + excluded.amount
        """,
        ("@scope", scope.Kind),
        ("@owner", scope.Owner),
        ("@item", item),
        ("@amount", amount));

    public static Dictionary<string, long> Of(DbConnection connection, BudgetScope scope) => connection.Rows(
        """
        SELECT item, amount FROM spent WHERE scope = @scope AND owner = @owner
        """,
        row => (Item: row.GetString(0), Amount: row.GetInt64(1)),
        ("@scope", scope.Kind),
        ("@owner", scope.Owner)).ToDictionary(row => row.Item, row => row.Amount, StringComparer.Ordinal);
}
