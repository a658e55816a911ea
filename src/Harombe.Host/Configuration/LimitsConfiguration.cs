using System.Collections.Immutable;
using Harombe.Policy;

namespace Harombe.Host.Configuration;

/// <summary>The largest result and the largest arguments of one tool call, and the largest answer of a model, in bytes; and how often tools may be called.</summary>
internal sealed record LimitsConfiguration(long Result, long Arguments, long Reply, ImmutableArray<CallRate> Rates)
{
    public static LimitsConfiguration From(EffectiveConfiguration effective) => new(
        effective.Value<long>(ConfigurationKeys.LimitsResult),
        effective.Value<long>(ConfigurationKeys.LimitsArguments),
        effective.Value<long>(ConfigurationKeys.LimitsReply),
        [.. effective.Under(ConfigurationKeys.LimitsRates).Select(setting => ((CallRate)setting.Value) with { Tools = setting.At!.Value.Segments[^1] })]); // not null: the key has names
}
