using System.Net;
using System.Net.Sockets;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>The address to listen on: taken for a moment, and given back.</summary>
internal sealed class AddressStep : IStep
{
    public string Name => "address";

    public IReadOnlyList<string> Needs => [];

    public bool OnlyAtRest => true;

    public Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken)
    {
        var server = patient.Configuration.Server;
        var address = server.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(server.Host);
        var where = $"{server.Host} port {server.Port}";
        try
        {
            using var listener = new TcpListener(address, server.Port);
            listener.Start();
            return Task.FromResult(Finding.Works(Name, where));
        }
        catch (SocketException e)
        {
            return Task.FromResult(e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => Finding.Fails(Name, $"{where} is taken by another program", "Set server.port to another port (0 takes any free one), or stop what listens there: 'ss -ltnp' names it."),
                SocketError.AccessDenied => Finding.Fails(Name, $"this user may not listen on {where}", "Set server.port to 1024 or above."),
                SocketError.AddressNotAvailable => Finding.Fails(Name, $"{server.Host} is no address of this machine", "Set server.host to one of 'ip address', or to 127.0.0.1."),
                _ => Finding.Fails(Name, $"{where}: {e.Message}", "Set server.host and server.port to where this machine can listen."),
            });
        }
    }
}
