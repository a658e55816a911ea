using System.Net;
using Harombe.Core.Calls;

namespace Harombe.Host.Access;

/// <summary>
/// Refuses requests that a browser was tricked into: a Host that isn't ours (DNS rebinding) and an Origin that isn't ours or allowed. Pure: arguments in,
/// reason out.
/// </summary>
internal sealed class HostCheck(IReadOnlyCollection<string> allowedHosts, IReadOnlyCollection<string> allowedOrigins)
{
    /// <summary>Why the request is refused; null when it isn't.</summary>
    /// <param name="scheme">Scheme of the connection.</param>
    /// <param name="host">The Host header.</param>
    /// <param name="origin">The Origin header; null when there is none.</param>
    public Reason? Refuse(string scheme, HostString host, string? origin)
    {
        if (!host.HasValue || !IsOurs(host.Host))
        {
            return new Reason("access.host", "The Host header does not name this host.", "Use 127.0.0.1 or localhost, or add the name to server.allowed_hosts in harombe.yaml.");
        }

        if (origin is null || allowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase) || string.Equals(origin, $"{scheme}://{host}", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return new Reason("access.origin", "The request comes from a web page of another origin.", "Add that origin to server.allowed_origins in harombe.yaml if it is yours.");
    }

    // Only addresses that are written as such: a name that merely resolves to the loopback address is what rebinding uses.
    private bool IsOurs(string name) =>
        string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address) && (name == "127.0.0.1" || name.Contains(':', StringComparison.Ordinal)))
        || allowedHosts.Contains(name, StringComparer.OrdinalIgnoreCase);
}
