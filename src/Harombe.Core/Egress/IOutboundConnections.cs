using Harombe.Core.Calls;

namespace Harombe.Core.Egress;

/// <summary>
/// The one way out for tools that run inside the host. It decides, resolves, vets every address and connects to the address that it vetted: there is no
/// second look-up in between. Thread-safe. Not given to plugins, whose <c>HttpClient</c> stands on it.
/// </summary>
public interface IOutboundConnections
{
    /// <summary>Connects for a running call.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="DestinationRefusedException">It may not go there, or nobody can tell: an error on the way to the decision refuses.</exception>
    /// <exception cref="IOException">It may go there, and the connection failed.</exception>
    ValueTask<Stream> ConnectAsync(Destination destination, CancellationToken cancellationToken);
}

/// <summary>Where a tool wants to connect.</summary>
/// <param name="Host">The name as in the address, in lower case.</param>
/// <param name="Port">The port.</param>
/// <param name="Declared">What the tool declares; a destination that none of these covers is refused.</param>
public sealed record Destination(string Host, int Port, IReadOnlyList<HostDeclaration> Declared);

/// <summary>A destination was refused.</summary>
public sealed class DestinationRefusedException(Reason reason) : Exception(reason?.ToString())
{
    /// <summary>Why, and what would allow it.</summary>
    public Reason Reason { get; } = reason ?? throw new ArgumentNullException(nameof(reason));
}
