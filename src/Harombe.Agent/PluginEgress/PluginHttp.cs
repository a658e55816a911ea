using System.Net;
using Harombe.Core.Egress;
using Harombe.Core.Secrets;

namespace Harombe.Agent.PluginEgress;

/// <summary>Makes the <see cref="HttpClient"/> that a plugin is given: it reaches the hosts that the running tool declares, and nothing else.</summary>
internal sealed class PluginHttp(IOutboundConnections connections, IPlaceholderResolver? placeholders)
{
    private const int LongestAnswer = 8 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

#pragma warning disable RS0030 // The one place where the client of plugins is made, over connections that are vetted.
    /// <summary>A client for one plugin, which disposes it when it is unloaded.</summary>
    public HttpClient Create()
    {
        var dialing = new SocketsHttpHandler
        {
            // No proxy, cookie or redirect of the environment's decides where a request goes; the pool keys by host, and the decision stands before it.
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseDrainSize = 64 * 1024,
            ConnectCallback = (context, cancellationToken) => connections.ConnectAsync(
                new Destination(
                    context.DnsEndPoint.Host,
                    context.DnsEndPoint.Port,
                    context.InitialRequestMessage.Options.TryGetValue(VettedRequests.Declared, out var declared) ? declared : []),
                cancellationToken),
        };
        return new HttpClient(new VettedRequests(placeholders) { InnerHandler = dialing }) { Timeout = Patience, MaxResponseContentBufferSize = LongestAnswer };
    }
#pragma warning restore RS0030
}
