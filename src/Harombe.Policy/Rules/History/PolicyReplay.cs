using Harombe.Core.Decisions;

namespace Harombe.Policy.Rules.History;

/// <summary>Makes recorded decisions again by a policy: the same one must come to the same, another one shows what it would change.</summary>
internal sealed class PolicyReplay(AuditHistory history)
{
    private const int Examples = 3;

    public async ValueTask<ReplayReport> RunAsync(PolicySnapshot policy, TimeSpan back, CancellationToken cancellationToken)
    {
        var (decisions, same) = (0, 0);
        var changes = new Dictionary<(string Tool, string From, string FromRule, string To, string ToRule), List<string>>();
        var counts = new Dictionary<(string Tool, string From, string FromRule, string To, string ToRule), int>();
        var missing = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var recorded in history.DecisionsAsync(back, cancellationToken).ConfigureAwait(false))
        {
            decisions++;
            if (recorded.Facts is not { } facts)
            {
                var why = recorded.Missing ?? "";
                missing[why] = missing.GetValueOrDefault(why) + 1;
                continue;
            }

            var again = PolicyDecisions.Decide(facts, policy);
            if (Word(again.Verdict) == recorded.Verdict && again.Rule == recorded.Rule)
            {
                same++;
                continue;
            }

            var change = (recorded.Tool, recorded.Verdict, recorded.Rule, Word(again.Verdict), again.Rule);
            counts[change] = counts.GetValueOrDefault(change) + 1;
            if (!changes.TryGetValue(change, out var examples))
            {
                changes[change] = examples = [];
            }

            if (examples.Count < Examples)
            {
                examples.Add(recorded.Call);
            }
        }

        return new ReplayReport(
            policy.Version,
            decisions,
            same,
            [.. counts.OrderByDescending(change => change.Value).ThenBy(change => change.Key.Tool, StringComparer.Ordinal).Select(change =>
                new ReplayChange(change.Key.Tool, change.Key.From, change.Key.FromRule, change.Key.To, change.Key.ToRule, change.Value, changes[change.Key]))],
            missing);
    }

    private static string Word(Verdict verdict) => verdict.ToString().ToLowerInvariant();
}

/// <summary>What came of making decisions again.</summary>
/// <param name="Policy">The version that decided now.</param>
/// <param name="Decisions">How many there were in the record.</param>
/// <param name="Same">How many came to the same verdict by the same rule.</param>
/// <param name="Changes">What came out otherwise, the most frequent first.</param>
/// <param name="Missing">How many could not be made again, by why.</param>
internal sealed record ReplayReport(string Policy, int Decisions, int Same, IReadOnlyList<ReplayChange> Changes, IReadOnlyDictionary<string, int> Missing);

/// <summary>Decisions that come out otherwise.</summary>
internal sealed record ReplayChange(string Tool, string From, string FromRule, string To, string ToRule, int Count, IReadOnlyList<string> Calls);
