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
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

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

    /// <summary>
    /// Says that nothing more comes, and waits for the server to close as well: it does when it has read everything. Syslog has no other answer. A server
    /// that keeps the connection tells nothing more, and isn't waited for.
    /// </summary>
    /// <exception cref="IOException">The connection broke: what was sent is not known to have arrived.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (stream is null)
        {
            return;
        }

        using var patience = new CancellationTokenSource(LongestEnd, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await (stream is SslStream tls ? tls.ShutdownAsync() : Task.CompletedTask).ConfigureAwait(false);
            socket.Shutdown(SocketShutdown.Send);
            while (await stream.ReadAsync(new byte[16], either.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It keeps the connection.
        }
        catch (SocketException e)
        {
            throw new IOException($"The syslog server broke the connection: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        stream?.Dispose();
        socket.Dispose();
    }
}
