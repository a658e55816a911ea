using System.Net;
using Harombe.Core.Egress;
using Harombe.Core.Secrets;
using Harombe.Gateway.Upstreams.Entries;

namespace Harombe.Gateway.Upstreams.Connecting;

/// <summary>
/// Makes the client that speaks to an upstream: to the one host of its entry and to no other, wherever the server points; over certificates that the system
/// trusts; with the entry's headers and nothing of a caller's.
/// </summary>
internal sealed class UpstreamHttp(IOutboundConnections connections, IPlaceholderResolver? placeholders, TimeProvider clock)
{
#pragma warning disable RS0030 // Over connections that are decided and vetted by whoever owns egress.
    /// <summary>A client for one connection, for the caller to dispose.</summary>
    public HttpClient Create(UpstreamPlace.Address address, ILease? lease, int longest)
    {
        if (!HostDeclaration.TryParse(address.Host, out var declared))
        {
            throw new UpstreamDownException($"{address.Host} is no host that can be reached.", "Correct the url.", null);
        }

        var dialing = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            // Else the caller's trace, and whatever baggage it carries, would go to the server with every request.
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = 512,
            ConnectCallback = (context, cancellationToken) => connections.ConnectAsync(
                new Destination(context.DnsEndPoint.Host, context.DnsEndPoint.Port, [declared]), cancellationToken),
        };
        return new HttpClient(new Requests(address, declared, lease, placeholders, longest, clock) { InnerHandler = dialing }) { Timeout = Timeout.InfiniteTimeSpan };
    }
#pragma warning restore RS0030

    private sealed class Requests(UpstreamPlace.Address address, HostDeclaration declared, ILease? lease, IPlaceholderResolver? placeholders, int longest, TimeProvider clock) : DelegatingHandler
    {
        // A server says how soon a stream that it has ended is opened again, and may say at once, for ever.
        private const int StreamsAtOnce = 50;
        private const int StreamsASecond = 10;
        private readonly Pace streams = new(clock, StreamsAtOnce, StreamsASecond);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri is not { } to || to.Scheme != address.Url.Scheme || !declared.Covers(to.IdnHost, to.Port))
            {
                throw new UpstreamDownException("The server points to another host than its entry names; nothing was sent there.", "Trust it with that host by changing its url, or remove it.", null);
            }

            if (request.Method == HttpMethod.Get)
            {
                await streams.TakeAsync(1, cancellationToken).ConfigureAwait(false);
            }

            foreach (var (name, value) in address.Headers)
            {
                request.Headers.Remove(name);
                request.Headers.TryAddWithoutValidation(name, value.Before + ValueOf(value));
            }

            try
            {
                var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                response.Content = new BoundedBody(response.Content, longest, clock);
                return response;
            }
            catch (HttpRequestException e) when (e.InnerException is DestinationRefusedException refused)
            {
                throw new UpstreamDownException(refused.Reason.Message, refused.Reason.Remedy, e);
            }
        }

        // Asked for each request: once the lease is over, for whatever reason, nothing more is sent with the credential.
        private string ValueOf(WrittenValue value)
        {
            if (value.Secret is not { } name)
            {
                return value.Text ?? "";
            }

            using var secret = lease?.PlaceholderOf(name) is { } placeholder ? placeholders?.Resolve(placeholder.Wire, address.Host) : null;
            return secret?.RevealText() ?? throw new UpstreamDownException($"The credential {name} is not leased any more.", $"Look at 'harombe secrets list'; store it anew with harombe secrets set {name.Value}.", null);
        }
    }
}
