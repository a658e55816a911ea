using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration.Checks;

/// <summary>Alerts say who tried what: they travel encrypted unless they stay on this machine.</summary>
internal sealed class WebhookUrl : IConfigurationCheck
{
    public IReadOnlyList<ConfigurationKey> Keys { get; } = [AlertKeys.Webhook];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        if (effective.Has(AlertKeys.Webhook) && effective.Value<Uri>(AlertKeys.Webhook) is var url && url.Scheme != Uri.UriSchemeHttps && !ListenAddressKind.IsLoopback(url.Host.Trim('[', ']')))
        {
            yield return new ConfigurationFault(
                FaultKind.Conflict, effective.OriginOf(AlertKeys.Webhook), AlertKeys.Webhook.Name, "would send alerts unencrypted to another machine", "Use https");
        }
    }
}
