using Harombe.Core.Plugins;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>Passes reports of a running tool to a client that asked for them by a progress token. The protocol wants each value greater than the one before.</summary>
internal sealed class ClientProgress(McpServer server, ProgressToken token) : IProgress<ToolProgress>
{
    // So small that a report without a known part moves the bar by nothing that anybody sees.
    private const float Step = 0.0001f;

    private readonly Lock gate = new();
    private float last;

    /// <summary>What reports go to; null when the client didn't ask for them.</summary>
    public static ClientProgress? Of(RequestContext<CallToolRequestParams> request) =>
        request.Params?.ProgressToken is { } token ? new ClientProgress(request.Server, token) : null;

    public void Report(ToolProgress value)
    {
        lock (gate)
        {
            last = Math.Max((float)(value.Done ?? 0), last + Step);
            _ = TellAsync(new ProgressNotificationValue { Progress = last, Total = value.Done is null ? null : Math.Max(1, last), Message = value.Message });
        }
    }

    private async Task TellAsync(ProgressNotificationValue report)
    {
        try
        {
            await server.NotifyProgressAsync(token, report).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A client that is gone misses a courtesy; its call ends by its own token.
        }
    }
}
