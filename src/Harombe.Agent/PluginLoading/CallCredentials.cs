using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Harombe.Core.Secrets;

namespace Harombe.Agent.PluginLoading;

/// <summary>
/// Finds the lease of the call that the asking code runs in. It follows the call into whatever it awaits or starts, and into no other: two calls of one
/// plugin at the same time have a lease each. Code that outlives its call finds a lease that is over. Thread-safe.
/// </summary>
internal sealed class CallCredentials : ICredentials
{
    public string Placeholder(string name) => Lease(name, out var parsed).PlaceholderOf(parsed)?.Wire ?? throw Refused(
        "credentials.undeclared",
        $"{parsed} is not leased to this call: the tool doesn't declare it, or the call is over.",
        "Name it below 'secrets' in plugin.yaml, and use it only while the tool runs.");

    public Secret Reveal(string name) => Lease(name, out var parsed).Reveal(parsed) ?? throw Refused(
        "credentials.hidden",
        $"The value of {parsed} is not given to this call: the tool doesn't declare it with 'reveal: true', or the call is over.",
        "Use its placeholder; where the value itself is needed, write '{ name: …, reveal: true }' below 'secrets' in plugin.yaml.");

    private static ILease Lease(string name, out SecretName parsed) => !SecretName.TryParse(name, out parsed)
        ? throw Refused("credentials.name", "That is not the name of a secret.", "Use the name in plugin.yaml, such as github/token.")
        : RunningCall.Lease ?? throw Refused(
            "credentials.outside", $"{parsed} was asked for outside of a call that leases any.", "Ask for it in the tool's method, not in the constructor, and declare it in plugin.yaml.");

    private static ToolRefusedException Refused(string rule, string message, string remedy) => new(new Reason(rule, message, remedy));
}
