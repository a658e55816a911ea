namespace Harombe.Host.Configuration.Checks;

/// <summary>A link that answers travels encrypted, to one address of a host that has a name: what has none can't be vetted.</summary>
internal sealed class ApproverChannels : IConfigurationCheck
{
    public IReadOnlyList<ConfigurationKey> Keys { get; } = [ApproverKeys.Webhook, ApproverKeys.Address];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        foreach (var setting in effective.Under(ApproverKeys.Webhook))
        {
            var url = (Uri)setting.Value;
            if (url.HostNameType != UriHostNameType.Dns || (url.Scheme != Uri.UriSchemeHttps && url.Host != "localhost"))
            {
                yield return new ConfigurationFault(
                    FaultKind.Conflict, setting.Origin, setting.Name, "would send links that answer questions unencrypted, or to an address without a name", "Use https and a host's name; http only for localhost");
            }
        }

        foreach (var name in effective.NamesIn("approvers"))
        {
            var webhook = effective.Under(ApproverKeys.Webhook).FirstOrDefault(setting => setting.At?.Segments[1] == name);
            var address = effective.Under(ApproverKeys.Address).FirstOrDefault(setting => setting.At?.Segments[1] == name);
            if ((webhook is null) == (address is null))
            {
                yield return new ConfigurationFault(
                    FaultKind.Conflict, (webhook ?? address)?.Origin ?? new ConfigurationOrigin.BuiltIn(), $"approvers.{name}", "needs either webhook or address", "Give the address of the webhook, or the secret that holds it");
            }
        }
    }
}
