using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration.Checks;

/// <summary>The API key travels to this URL with every request, so it must be encrypted unless it stays on this machine.</summary>
internal sealed class ProviderUrl : IConfigurationCheck
{
    public IReadOnlyList<ConfigurationKey> Keys { get; } = [ConfigurationKeys.AnthropicBaseUrl];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        var url = effective.Value<Uri>(ConfigurationKeys.AnthropicBaseUrl);
        if (url.Scheme == Uri.UriSchemeHttps || ListenAddressKind.IsLoopback(url.Host.Trim('[', ']'))) yield break;
        yield return new ConfigurationFault(FaultKind.Conflict, effective.OriginOf(ConfigurationKeys.AnthropicBaseUrl), ConfigurationKeys.AnthropicBaseUrl.Name,
            "would send the API key unencrypted to another machine", "Use https");
    }
}
