using System.Collections.Immutable;
using Harombe.Core.Tools;

namespace Harombe.Policy.Rules.Clauses;

/// <summary>At which time of which days. A span over midnight is one span.</summary>
internal sealed class TimeClause(TimeOnly from, TimeOnly to, ImmutableArray<DayOfWeek> days, TimeZoneInfo zone) : Clause
{
    public override bool Matches(CallFacts facts)
    {
        var local = TimeZoneInfo.ConvertTime(facts.Now, zone);
        return (days.IsEmpty || days.Contains(local.DayOfWeek)) && TimeOnly.FromTimeSpan(local.TimeOfDay).IsBetween(from, to);
    }

    public override string ToString() => $"it is between {from:HH:mm} and {to:HH:mm}{(days.IsEmpty ? "" : " on " + string.Join(", ", days))} ({zone.Id})";
}

/// <summary>More calls than so many in a span. Matches from the one that is too many.</summary>
internal sealed class RateClause(string rule, int calls, TimeSpan span) : Clause, ICounting
{
    public override int Cost => 6;

    public override bool Matches(CallFacts facts) =>
        facts.Usage.Within(Key, facts.Call.Principal.Id.Value, span).Calls >= Math.Min(calls, RuleUsage.MaxEvents);

    public string Key => rule + "/rate";

    public TimeSpan Span => span;

    public decimal Amount(CallFacts facts) => 0;

    public override string ToString() => $"more than {calls} calls in {span}";
}

/// <summary>A sum larger than so much in a span, this call included. What has no number there counts as too much.</summary>
internal sealed class BudgetClause(string rule, ArgumentPath path, decimal sum, TimeSpan span) : Clause, ICounting
{
    private const decimal Largest = 1_000_000_000_000_000m;

    public override int Cost => 6;

    public override bool Matches(CallFacts facts) =>
        Amount(facts) is var amount && (amount < 0 || facts.Usage.Within(Key, facts.Call.Principal.Id.Value, span).Sum + amount > sum);

    public string Key => rule + "/budget";

    public TimeSpan Span => span;

    public decimal Amount(CallFacts facts)
    {
        var (total, values) = (0m, facts.Values(path));
        foreach (var value in values)
        {
            if (!value.TryNumber(out var number) || number is < 0 or > Largest)
            {
                return -1;
            }

            total += number;
        }

        return values.Length == 0 ? -1 : total;
    }

    public override string ToString() => $"the sum of {path} over {span} is more than {sum}";
}

/// <summary>A clause that counts what is let through.</summary>
internal interface ICounting
{
    string Key { get; }

    TimeSpan Span { get; }

    decimal Amount(CallFacts facts);
}

/// <summary>What the session has read before: results of these tools, or anything of a kind.</summary>
internal sealed class AfterClause(ImmutableArray<ToolGlob> tools, bool outside, bool own) : Clause
{
    public override int Cost => 5;

    public override bool Matches(CallFacts facts) => (outside && facts.Read.Outside) || (own && facts.Read.Private)
        || (!tools.IsEmpty && facts.Read.Tools.Any(tool => tools.Any(glob => glob.Covers(tool))));

    public override string ToString() => $"the session has read {string.Join(" or ", tools.Select(glob => glob.ToString()).Concat(outside ? ["anything from outside"] : []).Concat(own ? ["anything private"] : []))}";
}

/// <summary>Whether the user's words vouch for the call.</summary>
internal sealed class FlowClause(bool vouched) : Clause
{
    public override object? Shape { get; } = (typeof(FlowClause), vouched);

    public override bool Matches(CallFacts facts) => (facts.Flow is { Vouched: true }) == vouched;

    public override string ToString() => vouched ? "the user's words vouch for it" : "the user's words don't vouch for it";
}
