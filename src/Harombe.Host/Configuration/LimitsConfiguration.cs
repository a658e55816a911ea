namespace Harombe.Host.Configuration;

/// <summary>The largest result and the largest arguments of one tool call, and the largest answer of a model; in bytes.</summary>
internal sealed record LimitsConfiguration(long Result, long Arguments, long Reply)
{
    public static LimitsConfiguration From(EffectiveConfiguration effective) =>
        new(effective.Value<long>(ConfigurationKeys.LimitsResult), effective.Value<long>(ConfigurationKeys.LimitsArguments), effective.Value<long>(ConfigurationKeys.LimitsReply));
}
