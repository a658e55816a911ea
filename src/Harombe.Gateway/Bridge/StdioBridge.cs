using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Bridge;

/// <summary>
/// Lets a client that only speaks over standard input and output reach a running host. It passes messages on and knows nothing of their meaning beyond
/// what the change of transport demands; every check is the host's.
/// </summary>
public static class StdioBridge
{
    /// <summary>Passes messages both ways until the client closes its end, the host ends the connection, or the token is cancelled.</summary>
    /// <param name="client">
    /// What connects to the host. It must have no time limit, which would end whatever tool needs longer, and follow neither a proxy of the environment nor
    /// a redirect, which would be handed the token. The caller's to dispose.
    /// </param>
    /// <param name="endpoint">Where the host serves MCP.</param>
    /// <param name="token">A caller's token.</param>
    /// <param name="input">What the client writes.</param>
    /// <param name="output">What the client reads: protocol messages and nothing else.</param>
    /// <param name="logs">Must write to standard error only: a line on standard output would break the protocol.</param>
    /// <param name="cancellationToken">Ends the bridge.</param>
    public static async Task RunAsync(
        HttpClient client, Uri endpoint, string token, Stream input, Stream output, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentException.ThrowIfNullOrEmpty(token);
        ArgumentNullException.ThrowIfNull(logs);
        await using var asking = new StreamServerTransport(input, output, "harombe-stdio", logs);
        await using var http = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = endpoint,
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + token },
            },
            client,
            logs);
        await using var host = await http.ConnectAsync(cancellationToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pump = new MessagePump(asking, host, logs.CreateLogger("Harombe.Gateway.Bridge"));
        var down = pump.DownAsync(stop.Token);
        var up = pump.UpAsync(stop.Token);
        await Task.WhenAny(up, down).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await pump.SettleAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
