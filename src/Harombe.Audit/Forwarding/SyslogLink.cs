#pragma warning disable RS0030 // The address is the operator's, from harombe.yaml; nothing that a tool does can reach this.
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Harombe.Audit.Forwarding;

/// <summary>
/// A connection to a syslog server: RFC 5425 over TLS and RFC 6587 over TCP, both counting octets; RFC 5426 over UDP. The server's certificate is
/// verified by the system's roots.
/// </summary>
internal sealed class SyslogLink : IDisposable
{
    private readonly Socket socket;
    private readonly Stream? stream;

    private SyslogLink(Socket socket, Stream? stream) => (this.socket, this.stream) = (socket, stream);

    public static async Task<SyslogLink> OpenAsync(SyslogAddress address, CancellationToken cancellationToken)
    {
        var udp = address.Scheme == "udp";
        var socket = new Socket(udp ? SocketType.Dgram : SocketType.Stream, udp ? ProtocolType.Udp : ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken).ConfigureAwait(false);
            if (udp)
            {
                return new SyslogLink(socket, null);
            }

            var plain = new NetworkStream(socket);
            if (address.Scheme == "tcp")
            {
                return new SyslogLink(socket, plain);
            }

            var tls = new SslStream(plain);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.Host }, cancellationToken).ConfigureAwait(false);
            return new SyslogLink(socket, tls);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task SendAsync(byte[] message, CancellationToken cancellationToken)
    {
        if (stream is null)
        {
            await socket.SendAsync(message, cancellationToken).ConfigureAwait(false);
            return;
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(message.Length.ToString(CultureInfo.InvariantCulture) + " "), cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the server has closed the connection: what was sent last is then not known to have arrived.</summary>
    public bool IsClosed => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;

    public void Dispose()
    {
        stream?.Dispose();
        socket.Dispose();
    }
}
