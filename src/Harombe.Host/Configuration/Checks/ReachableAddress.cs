using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration.Checks;

/// <summary>Tokens must not cross a network in the clear by accident: an address that others reach needs TLS, or the operator's word.</summary>
internal sealed class ReachableAddress : IConfigurationCheck
{
    public IReadOnlyList<ConfigurationKey> Keys { get; } =
        [ConfigurationKeys.ServerHost, ConfigurationKeys.ServerAllowPlainHttp, ConfigurationKeys.ServerTlsCertificate, ConfigurationKeys.ServerTlsKey];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        var encrypted = effective.Has(ConfigurationKeys.ServerTlsCertificate) || effective.Has(ConfigurationKeys.ServerTlsKey);
        if (encrypted || effective.Value<bool>(ConfigurationKeys.ServerAllowPlainHttp)) yield break;
        if (ListenAddressKind.IsLoopback(effective.Value<string>(ConfigurationKeys.ServerHost))) yield break;
        yield return new ConfigurationFault(FaultKind.Conflict, effective.OriginOf(ConfigurationKeys.ServerHost), ConfigurationKeys.ServerHost.Name,
            "is reachable from other machines without TLS",
            "Set server.tls.certificate and server.tls.key, or server.allow_plain_http: true behind a proxy that terminates TLS, or use 127.0.0.1");
    }
}
