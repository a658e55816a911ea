using System.Collections.Immutable;
using System.Data.Common;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.State;

namespace Harombe.Agent.Budgets;

/// <summary>
/// What was spent and what is left, on disk: a restart gives nothing back. Thread-safe; taking is one transaction, so calls side by side can't take more
/// together than is left.
/// </summary>
internal sealed class BudgetBook(IStateStore store, AgentOptions options, TimeProvider clock)
{
    private static readonly string[] OfAsking = [SpentItem.Steps, SpentItem.Time, SpentItem.Tokens, SpentItem.Cost];

    /// <summary>What is left for the next answer of a model; or the budget that is spent.</summary>
    public ValueTask<BudgetLeft> LeftAsync(Turn turn, CancellationToken cancellationToken)
    {
        var scopes = Scopes(turn);
        return store.ReadAsync(connection => Left(connection, turn, scopes), cancellationToken);
    }

    /// <summary>Takes one call of a tool; null when it is taken, or the budget that is spent.</summary>
    public ValueTask<Reason?> TakeCallAsync(Turn turn, string tool, CancellationToken cancellationToken)
    {
        var scopes = Scopes(turn);
        string[] items = [SpentItem.Calls, SpentItem.Of(tool)];
        return store.WriteAsync(
            connection =>
            {
                foreach (var scope in scopes)
                {
                    var spent = SpentRows.Of(connection, scope);
                    if (Array.Find(items, item => Remains(turn, scope, item, spent) is <= 0) is { } item)
                    {
                        return BudgetReasons.Spent(scope.Kind, item, LimitOf(turn, scope, item)!.Value, turn.Choice.Agent); // not null: something remains of it, or nothing
                    }
                }

                Add(connection, scopes, items.Select(item => (item, 1L)));
                return null;
            },
            cancellationToken);
    }

    /// <summary>Counts one answer of a model.</summary>
    public async ValueTask SpendAsync(Turn turn, TimeSpan time, long tokens, long cost, CancellationToken cancellationToken) => await store.WriteAsync(
        connection =>
        {
            Add(connection, Scopes(turn), [(SpentItem.Steps, 1), (SpentItem.Time, (long)time.TotalMilliseconds), (SpentItem.Tokens, tokens), (SpentItem.Cost, cost)]);
            return true;
        },
        cancellationToken).ConfigureAwait(false);

    /// <summary>Counts time that tools were at work.</summary>
    public async ValueTask SpendTimeAsync(Turn turn, TimeSpan time, CancellationToken cancellationToken) => await store.WriteAsync(
        connection =>
        {
            Add(connection, Scopes(turn), [(SpentItem.Time, (long)time.TotalMilliseconds)]);
            return true;
        },
        cancellationToken).ConfigureAwait(false);

    /// <summary>What was spent in a scope, by item.</summary>
    public ValueTask<Dictionary<string, long>> SpentAsync(BudgetScope scope, CancellationToken cancellationToken) =>
        store.ReadAsync(connection => SpentRows.Of(connection, scope), cancellationToken);

    private ImmutableArray<BudgetScope> Scopes(Turn turn) => [.. BudgetScope.Of(turn, clock.GetUtcNow())];

    private BudgetLeft Left(DbConnection connection, Turn turn, ImmutableArray<BudgetScope> scopes)
    {
        var left = new BudgetLeft(null, null, null, null, null);
        foreach (var scope in scopes)
        {
            var spent = SpentRows.Of(connection, scope);
            foreach (var item in OfAsking)
            {
                if (Remains(turn, scope, item, spent) is { } remains)
                {
                    left = left.With(item, remains, BudgetReasons.Spent(scope.Kind, item, LimitOf(turn, scope, item)!.Value, turn.Choice.Agent)); // not null: something remains of it, or nothing
                }
            }
        }

        return left;
    }

    private long? Remains(Turn turn, BudgetScope scope, string item, Dictionary<string, long> spent) => LimitOf(turn, scope, item) is { } most ? most - spent.GetValueOrDefault(item) : null;

    // An agent's budget is that of its own turns; the turns that delegated to it have theirs.
    private long? LimitOf(Turn turn, BudgetScope scope, string item)
    {
        var agent = scope.Kind == BudgetScope.Turn ? AgentOf(turn, scope.Owner) : null;
        return (agent is not null && options.Agents.GetValueOrDefault(agent)?.Budget is { } own ? SpentItem.LimitOf(own, item) : null)
            ?? (options.Budgets.TryGetValue(scope.Kind, out var limits) ? SpentItem.LimitOf(limits, item) : null)
            ?? (scope.Kind == BudgetScope.Turn && item == SpentItem.Steps ? options.MaxSteps : null);
    }

    private static string? AgentOf(Turn turn, string id) =>
        turn.Id.Value == id ? turn.Choice.Agent : turn.Choice.Ancestors.FirstOrDefault(ancestor => ancestor.Turn.Value == id)?.Agent;

    private static void Add(DbConnection connection, IEnumerable<BudgetScope> scopes, IEnumerable<(string Item, long Amount)> items)
    {
        var all = items.Where(item => item.Amount > 0).ToList();
        foreach (var scope in scopes)
        {
            foreach (var (item, amount) in all)
            {
                SpentRows.Add(connection, scope, item, amount);
            }
        }
    }
}
