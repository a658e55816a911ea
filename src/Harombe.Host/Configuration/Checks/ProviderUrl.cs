using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration.Checks;

/// <summary>
/// An API key travels to such a URL with every request, so it must be encrypted unless it stays on this machine. Where no key is sent, what is said still
/// is: another machine needs https all the same.
/// </summary>
internal sealed class ProviderUrl : IConfigurationCheck
{
    private static readonly ConfigurationKey[] Places = [ModelKeys.AnthropicBaseUrl, ModelKeys.OpenAIBaseUrl];

    public IReadOnlyList<ConfigurationKey> Keys { get; } = [.. Places, ModelKeys.OllamaBaseUrl, ModelKeys.BaseUrl];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        foreach (var key in Places.Where(key => IsOpen(effective.Value<Uri>(key))))
            yield return Fault(effective.OriginOf(key), key.Name, "would send the API key unencrypted to another machine");
        if (IsOpen(effective.Value<Uri>(ModelKeys.OllamaBaseUrl)))
            yield return Fault(effective.OriginOf(ModelKeys.OllamaBaseUrl), ModelKeys.OllamaBaseUrl.Name, "would send what is said unencrypted to another machine");
        foreach (var setting in effective.Under(ModelKeys.BaseUrl).Where(setting => IsOpen((Uri)setting.Value)))
            yield return Fault(setting.Origin, setting.Name, "would send what is said, and a key if there is one, unencrypted to another machine");
    }

    private static bool IsOpen(Uri url) => url.Scheme != Uri.UriSchemeHttps && !ListenAddressKind.IsLoopback(url.Host.Trim('[', ']'));

    private static ConfigurationFault Fault(ConfigurationOrigin origin, string key, string reason) => new(FaultKind.Conflict, origin, key, reason, "Use https");
}
