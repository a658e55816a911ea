namespace Harombe.Host.Configuration;

/// <summary>What loading the configuration came to. There is no third case: a start happens on all of it or on none of it.</summary>
internal abstract record ConfigurationOutcome
{
    private ConfigurationOutcome()
    {
    }

    /// <summary>Every source is right. <paramref name="Configuration"/> is the typed form of <paramref name="Effective"/>.</summary>
    internal sealed record Loaded(HarombeConfiguration Configuration, EffectiveConfiguration Effective) : ConfigurationOutcome;

    /// <summary>At least one source is wrong; all the faults found, in the order of the sources. The caller exits with 78 (EX_CONFIG).</summary>
    internal sealed record Invalid(IReadOnlyList<ConfigurationFault> Faults) : ConfigurationOutcome;
}
