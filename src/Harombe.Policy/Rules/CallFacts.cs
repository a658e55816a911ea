using Harombe.Core.Calls;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Flow;
using Harombe.Policy.Provenance.Tools;
using Harombe.Policy.Risks.Learning;
using Harombe.Policy.Rules.Clauses;

namespace Harombe.Policy.Rules;

/// <summary>All that a rule may look at. What was read, and where each value came from, has been traced before.</summary>
/// <param name="Call">The call.</param>
/// <param name="Profile">What its tool does.</param>
/// <param name="Risk">How much harm it could do.</param>
/// <param name="Flow">What following the data found; null where there is no prompt to follow it from.</param>
/// <param name="Read">What the session has read so far.</param>
/// <param name="Now">The moment of the decision.</param>
/// <param name="Usage">How often and how much was used before.</param>
internal sealed record CallFacts(ToolCall Call, ToolProfile Profile, Risk Risk, FlowFinding? Flow, SessionReads Read, DateTimeOffset Now, RuleUsage Usage)
{
    /// <summary>Why the record makes <see cref="Risk"/> a step higher; null where it doesn't.</summary>
    public LearnedRisk? Learned { get; init; }

    /// <summary>Why the reviewer wants a person to look first; null where it doesn't, or there is none.</summary>
    public string? Caution { get; init; }

    private readonly List<(string Path, ArgumentValue[] Values)> found = new(4);

    /// <summary>What a path leads to among the arguments: found once for all rules. Facts are used by one decision at a time.</summary>
    public ArgumentValue[] Values(ArgumentPath path)
    {
        // Rules look at few paths; the texts of paths are interned, so that being the same is enough.
        foreach (var known in found)
        {
            if (ReferenceEquals(known.Path, path.Text))
            {
                return known.Values;
            }
        }

        var values = path.Values(Call.Arguments.Value);
        found.Add((path.Text, values));
        return values;
    }
}

/// <summary>What a session has read, in short.</summary>
/// <param name="Tools">The tools whose results it has seen.</param>
/// <param name="Outside">Whether anything that outsiders can write was among it.</param>
/// <param name="Private">Whether anything of the user's own was.</param>
internal sealed record SessionReads(IReadOnlySet<string> Tools, bool Outside, bool Private)
{
    public static SessionReads Nothing { get; } = new(new HashSet<string>(), false, false);
}
