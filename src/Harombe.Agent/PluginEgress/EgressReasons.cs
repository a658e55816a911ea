using Harombe.Core.Calls;
using Harombe.Core.Egress;

namespace Harombe.Agent.PluginEgress;

/// <summary>Why a plugin's request doesn't leave, in words.</summary>
internal static class EgressReasons
{
    public static Reason Undeclared(Destination destination)
    {
        var wanted = destination.Port == 443 && destination.Host != "localhost" ? destination.Host : $"{destination.Host}:{destination.Port}";
        return new Reason(
            "egress.undeclared",
            $"The tool doesn't declare the host {wanted}.",
            $"If it belongs to what the tool does, add to plugin.yaml: hosts: [{string.Join(", ", destination.Declared.Select(one => one.ToString()).Append(wanted))}]");
    }

    public static Reason Outside { get; } = new(
        "egress.outside", "A request was sent while none of the plugin's tools ran.", "Send requests in the tool's method and wait for them there: each belongs to a call that was decided and recorded.");

    public static Reason Address { get; } = new("egress.address", "The address of the request is not one of HTTPS with a host's name.", "Use https://name/path, without user and password; http only for localhost.");

    public static Reason Credential { get; } = new(
        "egress.credential", "The request carries a placeholder that stands for no credential of this call and host.", "Ask ICredentials for the placeholder in the same call, and declare both the secret and the host in plugin.yaml.");
}
