using System.Collections.Immutable;

namespace Harombe.Host.Configuration;

/// <summary>The HTTP face. <paramref name="Host"/> is an IP address or <c>localhost</c>; port 0 takes any free one; <paramref name="MaxBody"/> is in bytes.</summary>
internal sealed record ServerConfiguration(
    string Host,
    int Port,
    bool AllowPlainHttp,
    ImmutableArray<string> AllowedHosts,
    ImmutableArray<string> AllowedOrigins,
    TlsConfiguration? Tls,
    long MaxBody,
    TimeSpan Drain)
{
    public static ServerConfiguration From(EffectiveConfiguration effective) => new(
        effective.Value<string>(ConfigurationKeys.ServerHost),
        effective.Value<int>(ConfigurationKeys.ServerPort),
        effective.Value<bool>(ConfigurationKeys.ServerAllowPlainHttp),
        effective.Value<ImmutableArray<string>>(ConfigurationKeys.ServerAllowedHosts),
        effective.Value<ImmutableArray<string>>(ConfigurationKeys.ServerAllowedOrigins),
        effective.Text(ConfigurationKeys.ServerTlsCertificate) is { } certificate && effective.Text(ConfigurationKeys.ServerTlsKey) is { } key
            ? new TlsConfiguration(certificate, key)
            : null,
        effective.Value<long>(ConfigurationKeys.ServerMaxBody),
        effective.Value<TimeSpan>(ConfigurationKeys.ServerDrain));
}

/// <summary>Absolute paths of existing PEM files.</summary>
internal sealed record TlsConfiguration(string Certificate, string Key);
