using System.Net;
using System.Net.Sockets;
using Harombe.Core.Calls;
using Harombe.Core.Egress;

namespace Harombe.Agent.PluginEgress;

/// <summary>Connects from the host itself. It stands in for an egress station: whoever registers another <see cref="IOutboundConnections"/> replaces it.</summary>
/// <param name="resolve">Looks a name up.</param>
internal sealed class DirectConnections(Func<string, CancellationToken, Task<IPAddress[]>> resolve) : IOutboundConnections
{
    public DirectConnections()
        : this(Dns.GetHostAddressesAsync)
    {
    }

    public async ValueTask<Stream> ConnectAsync(Destination destination, CancellationToken cancellationToken)
    {
        var declared = destination.Declared.FirstOrDefault(one => one.Covers(destination.Host, destination.Port));
        if (declared == default)
        {
            throw new DestinationRefusedException(EgressReasons.Undeclared(destination));
        }

        var addresses = await VetAsync(destination.Host, declared.IsLoopback, cancellationToken).ConfigureAwait(false);
        return await DialAsync(addresses, destination.Port, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IPAddress[]> VetAsync(string host, bool loopback, CancellationToken cancellationToken)
    {
        if (loopback)
        {
            return [IPAddress.Loopback, IPAddress.IPv6Loopback]; // the name means this machine, whatever a resolver says
        }

        IPAddress[] addresses;
        try
        {
            addresses = await resolve(host, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new DestinationRefusedException(new Reason("egress.name", $"The name {host} can't be looked up: {e.SocketErrorCode}.", "Check the name, and this machine's resolver."));
        }

        // One private address among public ones is an attempt to get in by luck: the whole name is refused.
        return addresses.Length > 0 && addresses.All(AddressClass.IsPublic)
            ? addresses
            : throw new DestinationRefusedException(new Reason(
                "egress.private", $"{host} leads to an address that is not on the public internet.", "Private, loopback and metadata addresses are always refused; for a service on this machine declare localhost with its port."));
    }

#pragma warning disable RS0030 // The one place in the host from which an in-process tool's connection is made.
    private static async ValueTask<Stream> DialAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        for (var at = 0; ; at++)
        {
            var socket = new Socket(addresses[at].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[at], port), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception e)
            {
                socket.Dispose();
                if (e is not SocketException || at == addresses.Length - 1)
                {
                    throw e is SocketException ? new IOException($"Nobody answers at port {port}.", e) : e;
                }
            }
        }
    }
#pragma warning restore RS0030
}
