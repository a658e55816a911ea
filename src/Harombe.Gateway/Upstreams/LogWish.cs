using System.Text.Json.Nodes;
using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Questions;

namespace Harombe.Gateway.Upstreams;

/// <summary>The least grave log line that anybody wants of a server; one of an older revision is told once for all its clients. Thread-safe.</summary>
/// <param name="live">The connection as it is; null when there is none.</param>
/// <param name="ending">The host stops, or the server was taken out.</param>
internal sealed class LogWish(Func<UpstreamSession?> live, CancellationToken ending)
{
    private readonly Lock gate = new();
    private string? level;

    /// <summary>Somebody wants lines of this level and graver ones.</summary>
    public void Want(string wanted)
    {
        lock (gate)
        {
            level = level is { } now && ServerLogs.Rank(now) <= ServerLogs.Rank(wanted) ? now : wanted;
        }

        if (live() is { } session)
        {
            _ = TellAsync(session);
        }
    }

    /// <summary>Tells a connection what is wanted, if anything is.</summary>
    public async Task TellAsync(UpstreamSession session)
    {
#pragma warning disable MCP9005 // Deprecated since 2026-07-28, which says it with each request.
        if (level is { } wanted && !session.Modern && session.Client.ServerCapabilities.Logging is not null)
#pragma warning restore MCP9005
        {
            try
            {
                await session.AskAsync("logging/setLevel", new JsonObject { ["level"] = wanted }, ending).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // It writes what it likes, then; what nobody wants is not passed on.
            }
        }
    }
}
