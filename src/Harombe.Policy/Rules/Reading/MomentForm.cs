using System.Collections.Immutable;
using System.Globalization;
using Harombe.Policy.Rules.Clauses;

namespace Harombe.Policy.Rules.Reading;

/// <summary>Reads the clauses over time, use and what came before.</summary>
internal static class MomentForm
{
    public static IEnumerable<Clause> Read(YamlKeys match, string rule, string file, List<PolicyFault> faults)
    {
        if (match.Has("time"))
        {
            yield return Time(new YamlKeys(match.Node("time"), file, faults, "'time'", "from", "to", "days", "zone"));
        }

        if (match.Has("rate"))
        {
            var keys = new YamlKeys(match.Node("rate"), file, faults, "'rate'", "calls", "per");
            yield return new RateClause(rule, (int)Math.Clamp(Positive(keys, "calls"), 1, RuleUsage.MaxEvents), Span(keys));
        }

        if (match.Has("budget"))
        {
            var keys = new YamlKeys(match.Node("budget"), file, faults, "'budget'", "path", "sum", "per");
            if (!ArgumentPath.TryParse(keys.Text("path") ?? "", out var path))
            {
                keys.Fault("path", "This is no path to an argument", "Write one such as $.amount");
            }
            else
            {
                yield return new BudgetClause(rule, path, Positive(keys, "sum"), Span(keys));
            }
        }

        if (match.Has("after"))
        {
            var keys = new YamlKeys(match.Node("after"), file, faults, "'after'", "tool", "read");
            var read = keys.Texts("read");
            if (read.Except(["outside", "private"]).FirstOrDefault() is { } unknown)
            {
                keys.Fault("read", $"'{unknown}' is nothing that is read", "Write outside or private");
            }

            yield return new AfterClause(RuleForm.Globs(keys, "tool"), read.Contains("outside"), read.Contains("private"));
        }
    }

    private static TimeClause Time(YamlKeys keys)
    {
        var days = keys.Texts("days").Select(day => Enum.GetValues<DayOfWeek>().Where(known => day.Length >= 3 && known.ToString().StartsWith(day, StringComparison.OrdinalIgnoreCase)).ToArray() is [var one]
            ? one : RuleForm.Fault(keys, "days", day, "a day such as mon", DayOfWeek.Sunday)).ToImmutableArray();
        var zone = keys.Text("zone") ?? "UTC";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
        {
            keys.Fault("zone", $"'{zone}' is no time zone", "Write one such as Europe/Zurich");
        }

        return new TimeClause(Clock(keys, "from", TimeOnly.MinValue), Clock(keys, "to", TimeOnly.MaxValue), days, found ?? TimeZoneInfo.Utc);
    }

    private static TimeOnly Clock(YamlKeys keys, string key, TimeOnly absent) => keys.Text(key) is not { } text ? absent
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : RuleForm.Fault(keys, key, text, "a time such as \"22:00\"", absent);

    private static decimal Positive(YamlKeys keys, string key)
    {
        if (keys.Number(key) is > 0 and var number)
        {
            return number;
        }

        keys.Fault(key, $"'{key}' is not a number above zero", "Give one");
        return 1;
    }

    private static TimeSpan Span(YamlKeys keys) => keys.Text("per") switch
    {
        "minute" => TimeSpan.FromMinutes(1),
        "hour" => TimeSpan.FromHours(1),
        "day" => TimeSpan.FromDays(1),
        var other => RuleForm.Fault(keys, "per", other ?? "", "minute, hour or day", TimeSpan.FromDays(1)),
    };
}
