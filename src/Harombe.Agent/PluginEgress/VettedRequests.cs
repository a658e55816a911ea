using System.Net;
using Harombe.Agent.PluginLoading;
using Harombe.Core.Egress;
using Harombe.Core.Plugins;
using Harombe.Core.Secrets;

namespace Harombe.Agent.PluginEgress;

/// <summary>
/// Stands between a plugin and the network: a request leaves only while one of its tools runs, by HTTPS, to a host that this tool declares. Placeholders become
/// values on a copy that the plugin never sees.
/// </summary>
internal sealed class VettedRequests(IPlaceholderResolver? placeholders) : DelegatingHandler
{
    /// <summary>What the tool declares, for the one who dials.</summary>
    public static readonly HttpRequestOptionsKey<IReadOnlyList<HostDeclaration>> Declared = new("harombe.declared");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var running = RunningCall.Current ?? throw new ToolRefusedException(EgressReasons.Outside);
        var declared = running.Call.Tool.Hosts.Select(host => HostDeclaration.TryParse(host, out var one) ? one : default).Where(one => one != default).ToList();
        var destination = DestinationOf(request.RequestUri, declared) ?? throw new ToolRefusedException(EgressReasons.Address);
        if (!declared.Any(one => one.Covers(destination.Host, destination.Port)))
        {
            throw new ToolRefusedException(EgressReasons.Undeclared(destination));
        }

        using var sent = await FilledRequest.OfAsync(request, wire => ValueOf(wire, destination), cancellationToken).ConfigureAwait(false);
        sent.Options.Set(Declared, declared);
        try
        {
            var response = await base.SendAsync(sent, cancellationToken).ConfigureAwait(false);
            response.RequestMessage = request; // the copy holds the credential
            return response;
        }
        catch (HttpRequestException e) when (e.InnerException is DestinationRefusedException refused)
        {
            throw new ToolRefusedException(refused.Reason);
        }
    }

    private static Destination? DestinationOf(Uri? address, List<HostDeclaration> declared)
    {
        if (address is not { IsAbsoluteUri: true, UserInfo: "" } || address.HostNameType != UriHostNameType.Dns)
        {
            return null;
        }

        var host = address.IdnHost.ToLowerInvariant();
        // Uri takes "127.0.0.1." and circled digits for names; resolvers don't.
        if (host.EndsWith('.') || IPAddress.TryParse(host, out _) || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && host == "localhost")))
        {
            return null;
        }

        return new Destination(host, address.Port, declared);
    }

    private string ValueOf(string wire, Destination destination)
    {
        using var secret = placeholders?.Resolve(wire, destination.Host) ?? placeholders?.Resolve(wire, $"{destination.Host}:{destination.Port}");
        return secret?.RevealText() ?? throw new ToolRefusedException(EgressReasons.Credential);
    }
}
