namespace Harombe.Host.Commands.Mcp;

/// <summary>Passes MCP messages between a client on two streams and a host, until one of them ends it.</summary>
/// <param name="client">Connects to the host and to nobody else.</param>
/// <param name="endpoint">Where the host serves MCP.</param>
/// <param name="token">A caller's token.</param>
/// <param name="input">What the client writes.</param>
/// <param name="output">What the client reads: protocol messages and nothing else.</param>
/// <param name="logs">Writes to standard error only.</param>
/// <param name="cancellationToken">Ends the bridge.</param>
internal delegate Task StdioBridging(HttpClient client, Uri endpoint, string token, Stream input, Stream output, ILoggerFactory logs, CancellationToken cancellationToken);
