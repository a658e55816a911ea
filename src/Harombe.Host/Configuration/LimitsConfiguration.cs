namespace Harombe.Host.Configuration;

/// <summary>The largest result and the largest arguments of one tool call, in bytes.</summary>
internal sealed record LimitsConfiguration(long Result, long Arguments)
{
    public static LimitsConfiguration From(EffectiveConfiguration effective) =>
        new(effective.Value<long>(ConfigurationKeys.LimitsResult), effective.Value<long>(ConfigurationKeys.LimitsArguments));
}
