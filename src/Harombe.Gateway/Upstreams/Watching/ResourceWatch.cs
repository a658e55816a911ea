using System.Text.Json.Nodes;
using Harombe.Gateway.Upstreams.Connecting;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Upstreams.Watching;

/// <summary>
/// The resources of one server that somebody watches, however many do; and, for a server of 2026-07-28, the one request over which it tells all that it has to
/// tell, begun again when it ends. What is watched is asked for anew in every connection. Thread-safe.
/// </summary>
internal sealed class ResourceWatch(TimeProvider clock)
{
    private const int Most = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> watched = new(StringComparer.Ordinal);
    private CancellationTokenSource? listening;

    /// <summary>Whether nobody watches anything.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return watched.Count == 0;
            }
        }
    }

    /// <summary>Watches a resource; the server is asked by the first who does.</summary>
    /// <exception cref="McpProtocolException">The server won't have it, or there are too many.</exception>
    public async Task AddAsync(string uri, UpstreamSession session, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (!watched.ContainsKey(uri) && watched.Count >= Most)
            {
                throw new McpProtocolException($"{Most} resources of this server are watched, which is as many as are taken.", McpErrorCode.InvalidRequest);
            }

            watched[uri] = watched.GetValueOrDefault(uri) + 1;
            if (watched[uri] > 1)
            {
                return;
            }

            // The listening request names all of them: it is sent again with one more.
            listening?.Cancel();
        }

        if (session.Modern)
        {
            return;
        }

        try
        {
            await session.AskAsync(RequestMethods.ResourcesSubscribe, new JsonObject { ["uri"] = uri }, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Remove(uri, session);
            throw;
        }
    }

    /// <summary>Ends one watch; the server is told by the last who goes.</summary>
    public void Remove(string uri, UpstreamSession? session)
    {
        lock (gate)
        {
            if (!watched.TryGetValue(uri, out var count) || count > 1)
            {
                if (count > 1)
                {
                    watched[uri] = count - 1;
                }

                return;
            }

            watched.Remove(uri);
            listening?.Cancel();
        }

        if (session is { Modern: false, IsOver: false })
        {
            _ = TryAsync(session, RequestMethods.ResourcesUnsubscribe, uri);
        }
    }

    /// <summary>Asks a fresh connection for all that is watched; doesn't wait for it.</summary>
    public void Begin(UpstreamSession session)
    {
        if (session.Modern)
        {
            _ = ListenAsync(session);
            return;
        }

        foreach (var uri in Uris())
        {
            _ = TryAsync(session, RequestMethods.ResourcesSubscribe, uri);
        }
    }

    private List<string> Uris()
    {
        lock (gate)
        {
            return [.. watched.Keys.Order(StringComparer.Ordinal)];
        }
    }

    private async Task ListenAsync(UpstreamSession session)
    {
        while (!session.IsOver)
        {
            using var again = new CancellationTokenSource();
            lock (gate)
            {
                listening = again;
            }

            var wanted = new JsonObject
            {
                ["toolsListChanged"] = true,
                ["promptsListChanged"] = true,
                ["resourcesListChanged"] = true,
                ["resourceSubscriptions"] = new JsonArray([.. Uris().Select(uri => (JsonNode)uri)]),
            };
            try
            {
                await session.AskAsync(RequestMethods.SubscriptionsListen, new JsonObject { ["notifications"] = wanted }, again.Token).ConfigureAwait(false);
            }
            catch (McpProtocolException e) when (e.ErrorCode is McpErrorCode.MethodNotFound or McpErrorCode.InvalidRequest or McpErrorCode.InvalidParams)
            {
                return; // it has nothing to tell
            }
            catch (Exception)
            {
                // Ended by us, by the server, or on the way: it is begun again while the connection stands.
            }
            finally
            {
                lock (gate)
                {
                    listening = listening == again ? null : listening;
                }
            }

            if (!again.IsCancellationRequested)
            {
                await Task.Delay(Pause, clock).ConfigureAwait(false);
            }
        }
    }

    private static async Task TryAsync(UpstreamSession session, string method, string uri)
    {
        try
        {
            await session.AskAsync(method, new JsonObject { ["uri"] = uri }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A server that forgot a resource meanwhile has no news of it either.
        }
    }
}
