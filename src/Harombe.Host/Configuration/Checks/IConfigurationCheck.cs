namespace Harombe.Host.Configuration.Checks;

/// <summary>A rule about several values together, or about what a value names in the world. One small class per rule.</summary>
internal interface IConfigurationCheck
{
    /// <summary>The keys that the rule reads; it is skipped when one of them is wrong by itself.</summary>
    IReadOnlyList<ConfigurationKey> Keys { get; }

    /// <summary>What is wrong; nothing when the rule holds.</summary>
    IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective);
}
