namespace Harombe.Host.Configuration.Checks;

/// <summary>A certificate needs its key and a key its certificate; half a pair would start without TLS.</summary>
internal sealed class TlsPair : IConfigurationCheck
{
    public IReadOnlyList<ConfigurationKey> Keys { get; } = [ConfigurationKeys.ServerTlsCertificate, ConfigurationKeys.ServerTlsKey];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        var (certificate, key) = (effective.Has(ConfigurationKeys.ServerTlsCertificate), effective.Has(ConfigurationKeys.ServerTlsKey));
        if (certificate == key) yield break;
        var (given, missing) = certificate
            ? (ConfigurationKeys.ServerTlsCertificate, ConfigurationKeys.ServerTlsKey)
            : (ConfigurationKeys.ServerTlsKey, ConfigurationKeys.ServerTlsCertificate);
        yield return new ConfigurationFault(FaultKind.Conflict, effective.OriginOf(given), given.Name, $"is given without {missing.Name}", $"Set {missing.Name} too, or remove {given.Name}");
    }
}
