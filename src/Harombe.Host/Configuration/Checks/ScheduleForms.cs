using Cronos;

namespace Harombe.Host.Configuration.Checks;

/// <summary>A schedule says when and what, in forms that can be read.</summary>
internal sealed class ScheduleForms : IConfigurationCheck
{
    public IReadOnlyList<ConfigurationKey> Keys { get; } = [AgentKeys.Cron, AgentKeys.Zone, AgentKeys.Message];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        foreach (var name in effective.NamesIn("schedules"))
        {
            var first = AgentKeys.All.Where(key => key.HasNames).SelectMany(effective.Under).First(setting => setting.At!.Value.Segments is ["schedules", var own, ..] && own == name); // not null: these keys have names
            if (effective.Value<string>(AgentKeys.Cron, name) is not { } cron)
                yield return Fault(first.Origin, $"schedules.{name}.cron", "is missing", "Write when it runs, as in cron: \"0 7 * * mon-fri\"");
            else if (!CronExpression.TryParse(cron, out _))
                yield return Fault(first.Origin, $"schedules.{name}.cron", $"is no time with {Shown.Value(cron)}", "Write minute, hour, day, month and weekday, as in \"0 7 * * mon-fri\"");
            if (effective.Value<string>(AgentKeys.Message, name) is null)
                yield return Fault(first.Origin, $"schedules.{name}.message", "is missing", "Write what the agent is told");
            if (effective.Value<string>(AgentKeys.Zone, name) is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
                yield return Fault(first.Origin, $"schedules.{name}.zone", $"names no time zone of this machine with {Shown.Value(zone)}", "Write its IANA name, as in Europe/Zurich");
        }
    }

    private static ConfigurationFault Fault(ConfigurationOrigin origin, string key, string reason, string remedy) => new(FaultKind.OutOfRange, origin, key, reason, remedy);
}
